import type { ImportState } from '../import/progress.ts';
import type { Display } from './display.ts';
import type { ViewState } from './view-state.ts';

/** A key that works now, for the last line. */
export interface Hint {
	readonly keys: string;
	readonly does: string;
	/** Shown however narrow the terminal is. */
	readonly always?: true;
}

const leave: readonly Hint[] = [
	{ keys: 'esc', does: 'back', always: true },
	{ keys: '?', does: 'all keys' },
	{ keys: 'q', does: 'stop', always: true },
];

export function hintsOf(view: ViewState, state: ImportState, { glyphs }: Display): readonly Hint[] {
	if (state.stopping !== undefined) return stoppingHints(view);
	switch (view.screen) {
		case 'dashboard':
			return [
				{ keys: 'p', does: state.control.paused ? 'resume' : 'pause', always: true },
				{ keys: '+ -', does: 'workers' },
				{ keys: '[ ]', does: 'batch' },
				{ keys: 'e', does: 'errors', always: true },
				{ keys: '?', does: 'all keys', always: true },
				{ keys: 'q', does: 'stop', always: true },
			];
		case 'errors':
			if (state.errorGroups.length === 0) return leave;
			return [
				{ keys: glyphs.arrows, does: view.opened ? 'scroll' : 'group' },
				...(view.opened ? [] : [{ keys: glyphs.enter, does: 'open' }]),
				{ keys: 'r', does: 'retry these' },
				...leave,
			];
		case 'workers':
			return [{ keys: glyphs.arrows, does: 'scroll' }, { keys: '+ -', does: 'workers' }, ...leave];
		case 'log':
			return [{ keys: glyphs.arrows, does: 'scroll' }, { keys: 'G', does: 'oldest' }, ...leave];
		case 'help':
			return leave.filter((hint) => hint.keys !== '?');
	}
}

function stoppingHints(view: ViewState): readonly Hint[] {
	return [
		{ keys: 'Ctrl-C', does: 'stop at once, the next run fetches the rest', always: true },
		...(view.screen === 'dashboard' ? [] : [{ keys: 'esc', does: 'back' }]),
	];
}

const gap = 3;

/** Those that fit into `width` columns, in their order; the ones marked `always` take their place first. */
export function fitHints(hints: readonly Hint[], width: number): readonly Hint[] {
	const widthOf = ({ keys, does }: Hint): number => keys.length + 1 + does.length + gap;
	let left = width + gap - hints.filter((hint) => hint.always).reduce((sum, hint) => sum + widthOf(hint), 0);
	return hints.filter((hint) => {
		if (hint.always) return true;
		if (widthOf(hint) > left) return false;
		left -= widthOf(hint);
		return true;
	});
}

/** Every key, for the help screen. */
export function allKeys({ glyphs }: Display): readonly (readonly [keys: string, does: string])[] {
	return [
		['p, space', 'pause and resume; what is in flight still ends'],
		['+  -', 'one worker more or less, from 1 to 64'],
		['[  ]', 'a smaller or larger batch, from 1 to 1,000'],
		['e', 'errors, by kind and in full'],
		['r', 'among the errors: fetch those of the group again'],
		['w', 'workers, one a line'],
		['l', 'log'],
		[`${glyphs.arrows}, page`, 'move in a list; g and G to its ends'],
		[glyphs.enter, 'open the selected group of errors'],
		['esc', 'back'],
		['q, Ctrl-C', 'stop after what is in flight; asks once'],
		['', 'while it stops, Ctrl-C stops it at once'],
		['Ctrl-Z', 'to the shell; the import rests until fg'],
	];
}
