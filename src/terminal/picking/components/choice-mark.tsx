import { Text } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../../hooks/use-display.ts';
import { pickingGlyphs } from '../glyphs.ts';

export const choiceMarkWidth = 4;

export interface ChoiceMarkProps {
	/** The cursor is here. */
	readonly selected: boolean;
	readonly chosen: boolean;
}

/** `▸ ◉ ` */
export function ChoiceMark({ selected, chosen }: ChoiceMarkProps): ReactNode {
	const display = useDisplay();
	const signs = pickingGlyphs(display);
	return (
		<Text>
			<Text {...display.tone('strong')}>{selected ? display.glyphs.selected : ' '} </Text>
			<Text {...display.tone(chosen ? 'moving' : 'rest')}>{chosen ? signs.chosen : signs.notChosen} </Text>
		</Text>
	);
}
