import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { formatClockSeconds } from '../figures.ts';
import { useDisplay } from '../hooks/use-display.ts';
import type { LogLine } from '../log-line.ts';
import { Cut } from './cut.tsx';

export interface LogLinesProps {
	/** In the order in which they are shown. */
	readonly lines: readonly LogLine[];
	readonly width: number;
}

export function LogLines({ lines, width }: LogLinesProps): ReactNode {
	const { show, tone } = useDisplay();
	return lines.map((line, index) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a line of the log has no name, and its place is what it is.
		<Box key={index} flexShrink={0}>
			<Text {...tone('rest')}>{formatClockSeconds(line.at)} </Text>
			<Cut text={show(line.text)} width={width - 9} tone={line.tone} />
		</Box>
	));
}
