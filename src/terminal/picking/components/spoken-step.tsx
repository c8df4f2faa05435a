import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { asciiGlyphs } from '../../glyphs.ts';
import { useDisplay } from '../../hooks/use-display.ts';
import { pickingHints } from '../hints.ts';
import { inApi } from '../in-api.ts';
import { codeAtCursor } from '../session.ts';
import { spokenLines } from '../spoken-lines.ts';
import { stepWords } from '../state.ts';
import { leaveQuestion } from './leave-question.tsx';
import type { StepProps } from './picking-frame.tsx';

/** A step for a screen reader: sentences, the line at the cursor instead of the list, and nothing that moves. */
export function SpokenStep({ snapshot, facts, size }: StepProps): ReactNode {
	const display = useDisplay();
	const { state, counts } = snapshot;
	const { municipalityCodes, types } = state.choices;
	// Keys by their names: their signs are read out as what they look like.
	const named = { ...display, unicode: false, glyphs: asciiGlyphs };
	const failed = inApi([...codeAtCursor(state), ...municipalityCodes], types, counts).failures.length > 0;
	const hints = pickingHints(state, named, { failed }).map(({ keys, does }) => `${keys} ${does}`);
	const lines = [
		`bolig-import, ${stepWords(state)}`,
		...spokenLines({ snapshot, facts, display, size }),
		state.asking ? `${leaveQuestion} q: yes, any other key: no` : `Keys: ${hints.join('; ')}`,
	];
	return (
		<Box flexDirection="column">
			{lines.map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a sentence has no name, and its place is what it is.
				<Text key={index}>{line}</Text>
			))}
		</Box>
	);
}
