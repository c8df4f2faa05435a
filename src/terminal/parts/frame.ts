import type { Display } from '../display.ts';
import { hintsOf } from '../hints.ts';
import { listRows, type Size } from '../layout.ts';
import { rangeOf } from '../lists.ts';
import type { Snapshot } from '../store.ts';
import { noticeAt, type ViewState } from '../view-state.ts';
import { footerText } from './footer.ts';
import { headerLine } from './header.ts';
import { ruleOf } from './rule.ts';

/** What every screen is made from. */
export interface ScreenInput {
	readonly snapshot: Snapshot;
	readonly size: Size;
	readonly view: ViewState;
}

/** A whole screen, from its first row on: every line is laid out and painted, and no wider than the terminal. */
export type ScreenLines = (input: ScreenInput, display: Display) => readonly string[];

/**
 * Header above, keys below, never as high as the terminal.
 * @param title already safe to show.
 * @param body what is between, as many rows of it as there is room for.
 */
export function framed(
	title: string,
	body: readonly string[],
	{ snapshot, size, view }: ScreenInput,
	display: Display,
): readonly string[] {
	const width = size.columns - 2;
	const scrolls = rangeOf(snapshot, view, size).most > 0;
	const hints = hintsOf(view, snapshot.state, display, scrolls);
	const footer = { hints, asking: view.asking, notice: noticeAt(view, snapshot.now), width };
	const rule = ruleOf(size.columns, display);
	const rows = listRows(size);
	return [
		margin(headerLine(title, snapshot, width, display)),
		...rule,
		...body.slice(0, rows),
		...Array(Math.max(0, rows - body.length)).fill(''),
		...rule,
		margin(footerText(footer, display)),
	];
}

/** One column is left free on either side. */
export function margin(line: string): string {
	return line === '' ? '' : ` ${line}`;
}
