import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { Cut } from '../../components/cut.tsx';
import { useDisplay } from '../../hooks/use-display.ts';
import { pickingGlyphs } from '../glyphs.ts';
import type { PresetLine } from '../pace-items.ts';
import { ChoiceMark, choiceMarkWidth } from './choice-mark.tsx';

/** Columns of step 3's parts. */
export const paceColumns = { sign: choiceMarkWidth, label: 15, workers: 8, batchSize: 13, homes: 8, gap: 3 };

const tableWidth =
	paceColumns.sign +
	paceColumns.label +
	paceColumns.workers +
	paceColumns.batchSize +
	paceColumns.homes +
	paceColumns.gap;

export function PresetHeading(): ReactNode {
	const { tone } = useDisplay();
	const { sign, label, workers, batchSize, homes } = paceColumns;
	const text =
		' '.repeat(sign) +
		'preset'.padEnd(label) +
		'workers'.padStart(workers) +
		'batch size'.padStart(batchSize) +
		'homes'.padStart(homes);
	return (
		<Box flexShrink={0}>
			<Text {...tone('rest')}>{text}</Text>
		</Box>
	);
}

export interface PresetRowProps {
	readonly line: PresetLine;
	readonly selected: boolean;
	readonly chosen: boolean;
	readonly width: number;
}

export function PresetRow({ line, selected, chosen, width }: PresetRowProps): ReactNode {
	const { tone } = useDisplay();
	const { label, workers, batchSize, homes, gap } = paceColumns;
	const numbers =
		String(line.workers).padStart(workers) +
		String(line.batchSize).padStart(batchSize) +
		(line.limit === undefined ? 'all' : String(line.limit)).padStart(homes);
	const room = width - tableWidth;
	return (
		<Box flexShrink={0}>
			<ChoiceMark selected={selected} chosen={chosen} />
			<Text {...tone(selected ? 'strong' : 'plain')}>{line.name.padEnd(label)}</Text>
			<Text>
				{numbers}
				{' '.repeat(gap)}
			</Text>
			{room < line.about.length ? null : <Cut text={line.about} width={room} tone="rest" />}
		</Box>
	);
}

export interface NumberLineProps {
	readonly label: string;
	readonly value: number;
	readonly selected: boolean;
	/** What is being typed in its place. */
	readonly draft: string | undefined;
	/** What to think of it. */
	readonly words: string;
	readonly room: number;
}

export function NumberLine({ label, value, selected, draft, words, room }: NumberLineProps): ReactNode {
	const display = useDisplay();
	const { tone, glyphs } = display;
	const { sign, label: labelColumns, workers } = paceColumns;
	const shown = draft ?? formatCount(value);
	return (
		<Box flexShrink={0}>
			<Text {...tone('strong')}>{(selected ? glyphs.selected : '').padEnd(sign)}</Text>
			<Text {...tone(selected ? 'strong' : 'plain')}>
				{label.padEnd(labelColumns)}
				{shown.padStart(workers)}
			</Text>
			<Text {...tone('moving')}>{selected ? pickingGlyphs(display).caret : ' '}</Text>
			<Text>{'  '}</Text>
			<Cut text={words} width={room} tone="rest" />
		</Box>
	);
}
