import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../../hooks/use-display.ts';
import { pickingGlyphs } from '../glyphs.ts';

const label = 'Filter: ';

export interface FilterLineProps {
	readonly filter: string;
	readonly width: number;
}

/** What was typed; of what does not fit, the end, where the next letter goes. */
export function FilterLine({ filter, width }: FilterLineProps): ReactNode {
	const { show, tone, unicode, glyphs } = useDisplay();
	const { caret } = pickingGlyphs({ unicode });
	const room = Math.max(1, width - label.length);
	const letters = show(filter);
	// Ink marks a cut with an ellipsis, which a terminal without Unicode cannot show.
	const cut = !unicode && letters.length >= room;
	const shown = cut ? glyphs.cut + letters.slice(letters.length - room + 2) : letters;
	return (
		<Box flexShrink={0} height={1}>
			<Text {...tone('rest')}>{label}</Text>
			<Box width={room} flexShrink={0}>
				<Text wrap="truncate-start">
					{shown}
					<Text {...tone('moving')}>{caret}</Text>
				</Text>
			</Box>
		</Box>
	);
}
