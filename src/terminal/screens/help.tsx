import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { Cut } from '../components/cut.tsx';
import { Frame, type ScreenProps } from '../components/frame.tsx';
import { allKeys } from '../hints.ts';
import { useDisplay } from '../hooks/use-display.ts';

const keysColumns = 12;

export function HelpScreen(props: ScreenProps): ReactNode {
	const display = useDisplay();
	const width = props.size.columns - 2;
	return (
		<Frame {...props} title="All keys">
			<Box flexDirection="column" paddingX={1} aria-role="list">
				{allKeys(display).map(([keys, does]) => (
					<Box key={does} flexShrink={0}>
						<Box width={keysColumns} flexShrink={0}>
							<Text {...display.tone('strong')}>{keys}</Text>
						</Box>
						<Cut text={does} width={width - keysColumns} />
					</Box>
				))}
			</Box>
		</Frame>
	);
}
