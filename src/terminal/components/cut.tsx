import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../hooks/use-display.ts';
import type { Tone } from '../theme.ts';

export interface CutProps {
	/** Already safe to show. */
	readonly text: string;
	/** In columns; the place is taken whether the text fills it or not. */
	readonly width: number;
	readonly tone?: Tone;
}

/** Text in a column of fixed width, cut off where it does not fit. */
export function Cut({ text, width, tone = 'plain' }: CutProps): ReactNode {
	const { glyphs, unicode, tone: styleOf } = useDisplay();
	if (width <= 0) return null;
	// Ink marks a cut with an ellipsis, which a terminal without Unicode cannot show; there a character is a column, so it is easy.
	const shown = !unicode && text.length > width ? text.slice(0, width - 1) + glyphs.cut : text;
	return (
		<Box width={width} flexShrink={0}>
			<Text wrap="truncate" {...styleOf(tone)}>
				{shown}
			</Text>
		</Box>
	);
}
