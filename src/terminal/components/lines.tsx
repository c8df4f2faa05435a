import { Box, Text, Transform } from 'ink';
import { memo, type ReactNode } from 'react';
import { useDisplay } from '../hooks/use-display.ts';

export interface LinesProps {
	/** Laid out and painted already, no line wider than its place. */
	readonly text: string;
}

/**
 * Lines of a fixed layout, drawn anew only when one of them changes. Ink takes most of a frame's time to measure text, several times
 * over and letter by letter; so it measures and places a blank for each line, and gets the line itself when it writes.
 */
export const Lines = memo(function Lines({ text }: LinesProps): ReactNode {
	const { spoken } = useDisplay();
	const lines = text.split('\n');
	if (spoken) {
		const said = lines.map(withoutGaps).filter((line) => line !== '');
		return <Text>{said.join('\n')}</Text>;
	}
	return (
		<Box flexShrink={0}>
			<Transform transform={(_, row) => lines[row] ?? ''}>{lines.map(() => ' ').join('\n')}</Transform>
		</Box>
	);
});

/** A screen reader needs no columns. */
function withoutGaps(line: string): string {
	return line.trim().replace(/ +/g, ' ');
}
