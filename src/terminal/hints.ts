import type { ImportState } from '../import/progress.ts';
import type { Display } from './display.ts';
import type { Hint } from './fit-hints.ts';
import type { ScreenName, ViewState } from './view-state.ts';

const help: Hint = { keys: '?', does: 'all keys', shorter: 'keys', rank: 3 };
const stop: Hint = { keys: 'q', does: 'stop', rank: 1 };
const leave: readonly Hint[] = [{ keys: 'esc', does: 'back', rank: 1 }, help, stop];

/** The question that `q` opens, as long as there is room for. */
export const stopQuestions: readonly string[] = ['Stop after what is in flight?', 'Stop?'];

/** The same, the fuller first. */
export const stopAnswers: readonly (readonly [Hint, Hint])[] = ['q or Ctrl-C', 'q'].map((keys) => [
	{ keys, does: 'yes', rank: 1 },
	{ keys: 'any other key', does: 'no', rank: 2 },
]);

/** @param scrolls whether the list on the screen has more than it shows. */
export function hintsOf(view: ViewState, state: ImportState, display: Display, scrolls: boolean): readonly Hint[] {
	if (state.stopping !== undefined) return stoppingHints(view.screen);
	const scroll: readonly Hint[] = scrolls ? [{ keys: display.glyphs.arrows, does: 'scroll', rank: 2 }] : [];
	switch (view.screen) {
		case 'dashboard':
			return dashboardHints(state.control.paused);
		case 'errors':
			return state.errorGroups.length === 0 ? leave : [...errorHints(view.opened, scrolls, display), ...leave];
		case 'workers':
			return [...scroll, { keys: '+ -', does: 'workers', rank: 4 }, ...leave];
		case 'log':
			return [...scroll, { keys: 'G', does: 'oldest', rank: 4 }, ...leave];
		case 'help':
			return [...scroll, ...leave.filter((hint) => hint !== help)];
	}
}

/** Where the dashboard finds no room, too: then these two are what is left. */
export function essentialHints(state: ImportState): readonly Hint[] {
	if (state.stopping !== undefined) return stoppingHints('dashboard');
	return [pauseHint(state.control.paused), stop];
}

function dashboardHints(paused: boolean): readonly Hint[] {
	return [
		pauseHint(paused),
		{ keys: '+ -', does: 'workers', rank: 4 },
		{ keys: '[ ]', does: 'batch', rank: 5 },
		{ keys: ', .', does: 'rate', rank: 6 },
		{ keys: 'e', does: 'errors', rank: 2 },
		help,
		stop,
	];
}

function pauseHint(paused: boolean): Hint {
	return { keys: 'p', does: paused ? 'resume' : 'pause', rank: 1 };
}

function errorHints(opened: boolean, scrolls: boolean, { glyphs }: Display): readonly Hint[] {
	return [
		...(scrolls ? [{ keys: glyphs.arrows, does: opened ? 'scroll' : 'group', rank: 3 }] : []),
		...(opened ? [] : [{ keys: glyphs.enter, does: 'open', rank: 4 }]),
		{ keys: 'r', does: 'retry these', shorter: 'retry', rank: 2 },
		{ keys: 'c', does: 'copy id', rank: 5 },
	];
}

function stoppingHints(screen: ScreenName): readonly Hint[] {
	return [
		{ keys: 'q or Ctrl-C', does: 'stop at once, the next run fetches the rest', shorter: 'stop at once', rank: 1 },
		...(screen === 'dashboard' ? [] : [{ keys: 'esc', does: 'back', rank: 2 }]),
	];
}

/** Every key, for the help screen. */
export function allKeys({ glyphs }: Pick<Display, 'glyphs'>): readonly (readonly [keys: string, does: string])[] {
	return [
		['p, space', 'pause and resume; what is in flight still ends'],
		['+  -', 'one worker more or less, from 1 to 64'],
		['[  ]', 'a smaller or larger batch, from 1 to 1,000'],
		[',  .', 'a lower or higher ceiling on requests a second'],
		['e', 'errors, by kind and in full'],
		['r, c', 'among errors: fetch a kind again, copy an id'],
		['w', 'workers, with their state in words'],
		['l', 'log'],
		[`${glyphs.arrows}, page`, 'move in a list; g and G to its ends'],
		[glyphs.enter, 'open the selected group of errors'],
		['esc', 'back'],
		['q, Ctrl-C', 'ask; again: stop once what is in flight ends'],
		['', 'while it stops, once more: stop at once'],
		['Ctrl-Z', 'to the shell; the import rests until fg'],
	];
}
