import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../../hooks/use-display.ts';
import { pickingHints } from '../hints.ts';
import { spokenLines } from '../spoken-lines.ts';
import { stepWords } from '../state.ts';
import { leaveQuestion, type StepProps } from './picking-frame.tsx';

const manyColumns = 10_000;

/** A step for a screen reader: sentences, the line at the cursor instead of the list, and nothing that moves. */
export function SpokenStep({ snapshot, facts }: StepProps): ReactNode {
	const display = useDisplay();
	const { state } = snapshot;
	const hints = pickingHints(state, display, { width: manyColumns }).map(({ keys, does }) => `${keys} ${does}`);
	return (
		<Box flexDirection="column">
			<Text>bolig-import, {stepWords(state)}</Text>
			{spokenLines(snapshot, facts, display).map((line) => (
				<Text key={line}>{line}</Text>
			))}
			<Text>{state.asking ? `${leaveQuestion} q: yes, any other key: no` : `Keys: ${hints.join(', ')}`}</Text>
		</Box>
	);
}
