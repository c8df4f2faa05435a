import { cell } from '../cell.ts';
import type { Display } from '../display.ts';
import { listRows } from '../layout.ts';
import { helpEntries } from '../lists.ts';
import { framed, margin, type ScreenInput } from '../parts/frame.ts';

const keysColumns = 12;

/** Every key; and which run this is, for `report` and for whoever is asked for help. */
export function helpLines(input: ScreenInput, display: Display): readonly string[] {
	const { snapshot, size, view } = input;
	const lines = helpEntries(snapshot.state, display)
		.slice(view.scroll, view.scroll + listRows(size))
		.map(([keys, does]) => {
			const shown = cell(display.show(does), size.columns - 2 - keysColumns, display);
			return `${cell(keys, keysColumns, display, 'strong')}${shown}`;
		});
	return framed('All keys', lines.map(margin), input, display);
}
