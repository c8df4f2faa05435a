import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { fitHints, type Hint } from '../hints.ts';
import { useDisplay } from '../hooks/use-display.ts';

export interface FooterProps {
	readonly hints: readonly Hint[];
	/** The question whether to stop takes their place. */
	readonly asking: boolean;
	readonly width: number;
}

/** The keys that work now. */
export function Footer({ hints, asking, width }: FooterProps): ReactNode {
	const { tone } = useDisplay();
	if (asking) {
		return (
			<Box gap={3} flexShrink={0}>
				<Text {...tone('waiting')}>Stop after what is in flight?</Text>
				<KeyHint keys="q" does="yes" />
				<KeyHint keys="any other key" does="no" />
			</Box>
		);
	}
	return (
		<Box gap={3} flexShrink={0} height={1} overflowY="hidden">
			{fitHints(hints, width).map(({ keys, does }) => (
				<KeyHint key={keys} keys={keys} does={does} />
			))}
		</Box>
	);
}

function KeyHint({ keys, does }: Pick<Hint, 'keys' | 'does'>): ReactNode {
	const { tone } = useDisplay();
	return (
		<Text wrap="truncate">
			<Text {...tone('strong')}>{keys}</Text>
			<Text {...tone('rest')}> {does}</Text>
		</Text>
	);
}
