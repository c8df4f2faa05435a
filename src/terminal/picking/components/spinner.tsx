import { Text, useAnimation } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../../hooks/use-display.ts';

/** Turns while something is being counted; all of them by one timer of Ink's. */
export function Spinner(): ReactNode {
	const { glyphs, tone } = useDisplay();
	const { frame } = useAnimation({ interval: 100 });
	return <Text {...tone('moving')}>{glyphs.spinner[frame % glyphs.spinner.length]}</Text>;
}
