import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { countOf } from '../../figures.ts';
import { useDisplay } from '../../hooks/use-display.ts';
import { type ConfirmLine, confirmLines, confirmValueWidth } from '../confirm-lines.ts';
import { pickingHints } from '../hints.ts';
import { inApi } from '../in-api.ts';
import { confirmationRows, confirmLabelWidth } from '../layout.ts';
import { troubleWords } from '../words.ts';
import { PickingFrame, type StepProps } from './picking-frame.tsx';
import { Spinner } from './spinner.tsx';

/** The last step: what will happen, in figures, and as a command line. */
export function ConfirmStep(props: StepProps): ReactNode {
	const display = useDisplay();
	const { snapshot, size, facts } = props;
	const { state, counts } = snapshot;
	const { choices } = state;
	const lines = confirmLines({ choices, counts, facts, size, display });
	const rows = confirmationRows(size);
	const from = Math.max(0, Math.min(state.confirm.scroll, lines.length - rows));
	const below = lines.length - from - rows;
	const width = size.columns - 2;
	const found = inApi(choices.municipalityCodes, choices.types, counts);
	return (
		<PickingFrame
			{...props}
			title="Ready?"
			hints={pickingHints(state, display, {
				failed: found.failures.length > 0,
				scrolls: lines.length > rows,
			})}
			trouble={troubleWords(found, width)}
			aside={below > 0 ? `${countOf(below, 'more line')} below` : ''}
		>
			{lines.slice(from, from + rows).map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of text has no name, and its place is what it is.
				<Line key={from + index} line={line} labelWidth={confirmLabelWidth(size)} />
			))}
		</PickingFrame>
	);
}

interface LineProps {
	readonly line: ConfirmLine;
	/** In columns. */
	readonly labelWidth: number;
}

function Line({ line, labelWidth }: LineProps): ReactNode {
	const { tone } = useDisplay();
	const { label, text, aside, busy = false, caution = false } = line;
	return (
		<Box height={1} flexShrink={0}>
			<Text wrap="truncate">
				<Text {...tone('rest')}>{label === undefined ? '' : label.padEnd(labelWidth)}</Text>
				{busy && <Spinner />}
				{busy ? ' ' : ''}
				<Text {...tone(caution ? 'waiting' : 'plain')}>
					{aside === undefined ? text : text.padEnd(confirmValueWidth) + aside}
				</Text>
			</Text>
		</Box>
	);
}
