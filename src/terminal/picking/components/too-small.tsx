import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { frameRows } from '../../layout.ts';
import { tooSmallLines } from '../too-small.ts';
import type { StepProps } from './picking-frame.tsx';

/** In place of every step, until the terminal is larger. */
export function TooSmall({ snapshot, size }: StepProps): ReactNode {
	return (
		<Box flexDirection="column" width={size.columns} height={frameRows(size)} overflow="hidden">
			{tooSmallLines(size, snapshot.state.asking).map((line) => (
				<Text key={line} wrap="truncate">
					{line}
				</Text>
			))}
		</Box>
	);
}
