import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../../hooks/use-display.ts';

export const leaveQuestion = 'Leave without importing?';
const gap = 3;
const answers = [
	['q', 'yes'],
	['any other key', 'no'],
] as const;

/** The question, and the answers for which there is room. */
export function LeaveQuestion({ width }: { readonly width: number }): ReactNode {
	const { tone } = useDisplay();
	let left = width - leaveQuestion.length;
	const shown = answers.filter(([keys, does]) => {
		left -= gap + keys.length + 1 + does.length;
		return left >= 0;
	});
	return (
		<Box gap={gap}>
			<Text {...tone('waiting')}>{leaveQuestion}</Text>
			{shown.map(([keys, does]) => (
				<Text key={keys}>
					<Text {...tone('strong')}>{keys}</Text>
					<Text {...tone('rest')}> {does}</Text>
				</Text>
			))}
		</Box>
	);
}
