import type { Key } from 'ink';
import type { PickingAction } from './actions.ts';
import type { PickingState, StepName } from './state.ts';

/** What a key asks for; what depends on the terminal's size is not yet in numbers. */
export type PickingCommand =
	| PickingAction
	| { readonly verb: 'page'; readonly by: 1 | -1 }
	| { readonly verb: 'sideways'; readonly by: 1 | -1 }
	| { readonly verb: 'count again' }
	| { readonly verb: 'suspend' };

/** One key: its name, or the letter that it writes. */
export type Stroke = string;

const named: readonly (readonly [keyof Key, Stroke])[] = [
	['escape', 'esc'],
	['return', 'enter'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'backspace'],
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'page up'],
	['pageDown', 'page down'],
	['home', 'home'],
	['end', 'end'],
];

const written: Readonly<Record<string, Stroke>> = {
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	' ': 'space',
	'\u0012': 'ctrl r',
	'\u0015': 'ctrl u',
	'\u0017': 'ctrl w',
	'\u001a': 'ctrl z',
};

/** What is left of a key that Ink has no name for, without its escape: no letter of it was struck. */
const unknownKey = /^\[[\d;:<=>?]*[ -/]*[@-~]$/;

/** The keys in one piece of input; several struck quickly come as one piece. */
export function strokesOf(input: string, key: Key): readonly Stroke[] {
	if (key.eventType === 'release') return [];
	if (key.ctrl) return [`ctrl ${input}`];
	const found = named.find(([name]) => key[name] === true);
	if (found !== undefined) return [found[1] === 'tab' && key.shift ? 'shift tab' : found[1]];
	return key.meta || unknownKey.test(input) ? [] : Array.from(input, (letter) => written[letter] ?? letter);
}

const end = Number.POSITIVE_INFINITY;

const everywhere: Readonly<Record<Stroke, PickingCommand>> = {
	'ctrl c': { verb: 'leave' },
	'ctrl z': { verb: 'suspend' },
	'ctrl r': { verb: 'count again' },
	esc: { verb: 'back' },
	enter: { verb: 'next' },
	up: { verb: 'move', by: -1 },
	down: { verb: 'move', by: 1 },
	left: { verb: 'sideways', by: -1 },
	right: { verb: 'sideways', by: 1 },
	'page up': { verb: 'page', by: -1 },
	'page down': { verb: 'page', by: 1 },
	home: { verb: 'move', by: -end },
	end: { verb: 'move', by: end },
	space: { verb: 'choose' },
};

const inStep: Readonly<Record<StepName, Readonly<Record<Stroke, PickingCommand>>>> = {
	municipalities: {
		tab: { verb: 'cycle', by: 1 },
		'shift tab': { verb: 'cycle', by: -1 },
		backspace: { verb: 'erase' },
		'ctrl u': { verb: 'clear' },
		'ctrl w': { verb: 'clear' },
	},
	types: { q: { verb: 'ask' } },
	pace: {
		'+': { verb: 'change', by: 1 },
		'=': { verb: 'change', by: 1 },
		'-': { verb: 'change', by: -1 },
		_: { verb: 'change', by: -1 },
		backspace: { verb: 'erase' },
		'ctrl u': { verb: 'clear' },
		'ctrl w': { verb: 'clear' },
		q: { verb: 'ask' },
	},
	confirm: { d: { verb: 'dry run' }, r: { verb: 'count again' }, q: { verb: 'ask' } },
};

/** What may be typed as it is: letters of a name, digits of a number. */
export const typed: Readonly<Partial<Record<StepName, RegExp>>> = {
	municipalities: /^[\p{L}\p{M}\-.]$/u,
	pace: /^\d$/,
};

/** `cramped`: the terminal is too small for the questions, so that only leaving is left. */
export function commandOf(
	stroke: Stroke,
	{ step, asking }: PickingState,
	cramped: boolean,
): PickingCommand | undefined {
	const common = everywhere[stroke];
	if (common?.verb === 'leave' || common?.verb === 'suspend') return common;
	if (asking) return { verb: 'answer', yes: stroke === 'q' || stroke === 'y' };
	if (cramped) return stroke === 'esc' || stroke === 'q' ? { verb: 'ask' } : undefined;
	const command = inStep[step][stroke] ?? common;
	if (command !== undefined) return command;
	return typed[step]?.test(stroke) ? { verb: 'type', text: stroke } : undefined;
}
