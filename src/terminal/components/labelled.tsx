import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../hooks/use-display.ts';

/** All values begin in the same column, so that the eye finds them again. */
export const labelWidth = 10;

export interface LabelledProps {
	readonly label: string;
	readonly children: ReactNode;
}

export function Labelled({ label, children }: LabelledProps): ReactNode {
	const { tone } = useDisplay();
	return (
		<Box>
			<Box width={labelWidth} flexShrink={0}>
				<Text {...tone('rest')}>{label}</Text>
			</Box>
			{children}
		</Box>
	);
}
