import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../hooks/use-display.ts';

/** A line across the whole terminal. */
export function Rule({ columns }: { readonly columns: number }): ReactNode {
	const { glyphs, tone } = useDisplay();
	return (
		<Box aria-hidden flexShrink={0}>
			<Text {...tone('rest')}>{glyphs.rule.repeat(columns)}</Text>
		</Box>
	);
}
