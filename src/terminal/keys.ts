import type { Key } from 'ink';
import type { ScreenName } from './view-state.ts';

/** What a key means, whatever its letter. */
export type Command =
	| { readonly verb: 'toggle pause' }
	| { readonly verb: 'more workers' }
	| { readonly verb: 'fewer workers' }
	| { readonly verb: 'larger batch' }
	| { readonly verb: 'smaller batch' }
	| { readonly verb: 'higher rate' }
	| { readonly verb: 'lower rate' }
	| { readonly verb: 'retry group' }
	| { readonly verb: 'copy id' }
	| { readonly verb: 'show'; readonly screen: ScreenName }
	| { readonly verb: 'move'; readonly by: number | 'page down' | 'page up' | 'first' | 'last' }
	| { readonly verb: 'open' }
	| { readonly verb: 'back' }
	| { readonly verb: 'stop' }
	/** Answers a question; means nothing where none is open. */
	| { readonly verb: 'yes' }
	| { readonly verb: 'interrupt' }
	| { readonly verb: 'suspend' }
	/** Any other key: it answers a question with no. */
	| { readonly verb: 'other' };

const letters: Readonly<Record<string, Command>> = {
	p: { verb: 'toggle pause' },
	' ': { verb: 'toggle pause' },
	'+': { verb: 'more workers' },
	'=': { verb: 'more workers' },
	'-': { verb: 'fewer workers' },
	_: { verb: 'fewer workers' },
	']': { verb: 'larger batch' },
	'[': { verb: 'smaller batch' },
	'.': { verb: 'higher rate' },
	',': { verb: 'lower rate' },
	e: { verb: 'show', screen: 'errors' },
	w: { verb: 'show', screen: 'workers' },
	l: { verb: 'show', screen: 'log' },
	'?': { verb: 'show', screen: 'help' },
	h: { verb: 'show', screen: 'help' },
	r: { verb: 'retry group' },
	c: { verb: 'copy id' },
	j: { verb: 'move', by: 1 },
	k: { verb: 'move', by: -1 },
	g: { verb: 'move', by: 'first' },
	G: { verb: 'move', by: 'last' },
	q: { verb: 'stop' },
	y: { verb: 'yes' },
};

const special: readonly (readonly [keyof Key, Command])[] = [
	['escape', { verb: 'back' }],
	['return', { verb: 'open' }],
	['upArrow', { verb: 'move', by: -1 }],
	['downArrow', { verb: 'move', by: 1 }],
	['pageUp', { verb: 'move', by: 'page up' }],
	['pageDown', { verb: 'move', by: 'page down' }],
	['home', { verb: 'move', by: 'first' }],
	['end', { verb: 'move', by: 'last' }],
];

/** The commands in one piece of input; several keys struck quickly come as one piece. */
export function commandsOf(input: string, key: Key): readonly Command[] {
	if (key.eventType === 'release') return [];
	if (key.ctrl) return [controlCommand(input)];
	const found = special.find(([name]) => key[name] === true);
	if (found !== undefined) return [found[1]];
	return Array.from(input, (letter) => letters[letter] ?? { verb: 'other' });
}

function controlCommand(letter: string): Command {
	if (letter === 'c') return { verb: 'interrupt' };
	return letter === 'z' ? { verb: 'suspend' } : { verb: 'other' };
}

export const batchSteps = [1, 5, 10, 25, 50, 100, 200, 500, 1000];

/** The next step in a direction, from wherever the size is now. */
export function nextBatchSize(size: number, direction: 1 | -1): number {
	const next = direction > 0 ? batchSteps.find((step) => step > size) : batchSteps.findLast((step) => step < size);
	return next ?? size;
}
