import { Text } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../hooks/use-display.ts';

/** The most recent value on the right; the highest fills its cell, nothing is the lowest sign. */
export function Sparkline({ values }: { readonly values: readonly number[] }): ReactNode {
	const { glyphs, tone } = useDisplay();
	const most = Math.max(...values, 0);
	const signs = values.map((value) => {
		const step = most === 0 ? 0 : Math.floor((value / most) * glyphs.spark.length);
		return glyphs.spark[Math.min(step, glyphs.spark.length - 1)];
	});
	return (
		<Text aria-hidden {...tone('moving')}>
			{signs.join('')}
		</Text>
	);
}
