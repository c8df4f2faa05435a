import type { Display } from '../display.ts';
import { countOf } from '../figures.ts';
import { listRows } from '../layout.ts';
import { framed, margin, type ScreenInput } from '../parts/frame.ts';
import { logLines } from '../parts/log-lines.ts';

/** What happened, the newest line first. */
export function logScreenLines(input: ScreenInput, display: Display): readonly string[] {
	const { snapshot, size, view } = input;
	const newest = snapshot.log.toReversed().slice(view.scroll, view.scroll + listRows(size));
	const lines = logLines(newest, size.columns - 2, display);
	const title = `Log   the last ${countOf(snapshot.log.length, 'line')}, newest first`;
	return framed(title, lines.map(margin), input, display);
}
