import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { Cut } from '../../components/cut.tsx';
import { firstFitting } from '../../fit.ts';
import { useDisplay } from '../../hooks/use-display.ts';
import { pickingGlyphs } from '../glyphs.ts';
import type { PaceColumns } from '../layout.ts';
import type { PresetLine } from '../pace-items.ts';
import type { FetchWords, FieldWords } from '../pace-words.ts';
import { ChoiceMark } from './choice-mark.tsx';

const gap = 3;

export function PresetHeading({ columns }: { readonly columns: PaceColumns }): ReactNode {
	const { tone } = useDisplay();
	const { signs, label, workers, batchSize, batchHeading, homes } = columns;
	const text =
		' '.repeat(signs) +
		'preset'.padEnd(label) +
		'workers'.padStart(workers) +
		batchHeading.padStart(batchSize) +
		'homes'.padStart(homes);
	return (
		<Box flexShrink={0}>
			<Text {...tone('rest')}>{text}</Text>
		</Box>
	);
}

export interface PresetRowProps {
	readonly line: PresetLine;
	/** The cursor is here. */
	readonly selected: boolean;
	readonly chosen: boolean;
	readonly columns: PaceColumns;
	readonly width: number;
}

export function PresetRow({ line, selected, chosen, columns, width }: PresetRowProps): ReactNode {
	const { tone } = useDisplay();
	const { signs, label, workers, batchSize, homes } = columns;
	const numbers =
		String(line.workers).padStart(workers) +
		String(line.batchSize).padStart(batchSize) +
		(line.limit === undefined ? 'all' : formatCount(line.limit)).padStart(homes);
	const room = width - signs - label - numbers.length - gap;
	return (
		<Box flexShrink={0}>
			<ChoiceMark selected={selected} chosen={chosen} />
			<Text {...tone(selected ? 'strong' : 'plain')}>{line.name.padEnd(label)}</Text>
			<Text>{numbers}</Text>
			{room >= line.about.length && (
				<Text {...tone('rest')}>
					{' '.repeat(gap)}
					{line.about}
				</Text>
			)}
		</Box>
	);
}

export interface FetchRowProps extends FetchWords, Omit<PresetRowProps, 'line'> {}

export function FetchRow({ label, wordings, selected, chosen, columns, width }: FetchRowProps): ReactNode {
	const { tone } = useDisplay();
	const room = width - columns.signs - columns.label;
	return (
		<Box flexShrink={0}>
			<ChoiceMark selected={selected} chosen={chosen} />
			<Text {...tone(selected ? 'strong' : 'plain')}>{label.padEnd(columns.label)}</Text>
			<Cut text={firstFitting(wordings, room)} width={room} tone="rest" />
		</Box>
	);
}

export interface FieldLineProps extends FieldWords {
	readonly selected: boolean;
	readonly columns: PaceColumns;
	readonly width: number;
}

/** A number, and beside it what to think of it. */
export function FieldLine({
	label,
	value,
	wordings,
	tone: words,
	selected,
	columns,
	width,
}: FieldLineProps): ReactNode {
	const display = useDisplay();
	const { tone, glyphs } = display;
	const room = width - columns.signs - columns.label - columns.workers - gap;
	return (
		<Box flexShrink={0}>
			<Text {...tone('strong')}>{(selected ? glyphs.selected : '').padEnd(columns.signs)}</Text>
			<Text {...tone(selected ? 'strong' : 'plain')}>
				{label.padEnd(columns.label)}
				{value.padStart(columns.workers)}
			</Text>
			<Text {...tone('moving')}>{(selected ? pickingGlyphs(display).caret : '').padEnd(gap)}</Text>
			<Cut text={firstFitting(wordings, room)} width={room} tone={words} />
		</Box>
	);
}
