import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../../hooks/use-display.ts';
import { type ConfirmLine, confirmLabelWidth, confirmLines } from '../confirm-lines.ts';
import { pickingHints } from '../hints.ts';
import { inApi } from '../in-api.ts';
import { confirmationRows } from '../layout.ts';
import { failureWords } from '../words.ts';
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
	const failure = failureWords(inApi(choices.municipalityCodes, choices.types, counts));
	return (
		<PickingFrame
			{...props}
			title="Ready?"
			hints={pickingHints(state, display, {
				width: size.columns - 2,
				failed: failure !== undefined,
				scrolls: lines.length > rows,
			})}
			trouble={failure}
		>
			{lines.slice(from, from + rows).map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of text has no name, and its place is what it is.
				<Line key={from + index} line={line} />
			))}
		</PickingFrame>
	);
}

function Line({ line }: { readonly line: ConfirmLine }): ReactNode {
	const { tone } = useDisplay();
	const label = line.label === undefined ? '' : line.label.padEnd(confirmLabelWidth);
	return (
		<Box height={1} flexShrink={0}>
			<Text wrap="truncate">
				<Text {...tone('rest')}>{label}</Text>
				{line.busy === true && <Spinner />}
				{line.busy === true ? ' ' : ''}
				{line.text}
			</Text>
		</Box>
	);
}
