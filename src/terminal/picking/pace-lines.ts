import type { FetchMode } from '../../import/intake.ts';
import type { Size } from '../layout.ts';
import { paceRows, spanAround } from './layout.ts';
import { type NumberField, numberFields } from './number-field.ts';
import { fetchModes, type PresetLine, paceItems, presetLines } from './pace-items.ts';
import type { PickingState } from './state.ts';

/** One line of step 3. */
export type PaceLine =
	| { readonly kind: 'gap'; readonly name: string }
	| { readonly kind: 'heading' }
	| { readonly kind: 'preset'; readonly preset: PresetLine }
	| { readonly kind: 'number'; readonly field: NumberField }
	| { readonly kind: 'homes' }
	| { readonly kind: 'fetch'; readonly mode: FetchMode };

const everyLine: readonly PaceLine[] = [
	{ kind: 'gap', name: 'above the presets' },
	{ kind: 'heading' },
	...presetLines.map((preset): PaceLine => ({ kind: 'preset', preset })),
	{ kind: 'gap', name: 'above the numbers' },
	...numberFields.map((field): PaceLine => ({ kind: 'number', field })),
	{ kind: 'homes' },
	{ kind: 'gap', name: 'above the ways to fetch' },
	...fetchModes.map((mode): PaceLine => ({ kind: 'fetch', mode })),
];

/** What is on the screen: in a low terminal without the blanks, then without the heading, then the part around the cursor. */
export function paceLines(state: PickingState, size: Size): readonly PaceLine[] {
	const rows = paceRows(size);
	const every = everyLine.filter((line) => isShown(line, state));
	const dense = every.filter(({ kind }) => kind !== 'gap');
	const bare = dense.filter(({ kind }) => kind !== 'heading');
	const fitting = [every, dense, bare].find(({ length }) => length <= rows);
	if (fitting !== undefined) return fitting;
	const { from, to } = spanAround(Math.max(0, bare.findIndex(isAtCursor(state))), bare.length, rows);
	return bare.slice(from, to);
}

/** Of a way to fetch that was given the other one is no choice any more. */
function isShown(line: PaceLine, { given }: PickingState): boolean {
	return line.kind !== 'fetch' || given.fetch === undefined || given.fetch === line.mode;
}

/** Whether the cursor is on a line. */
export function isAtCursor({ given, pace }: PickingState): (line: PaceLine) => boolean {
	const at = paceItems(given)[pace.cursor];
	return (line) => {
		if (line.kind === 'preset') return at?.kind === 'preset' && at.name === line.preset.name;
		if (line.kind === 'fetch') return at?.kind === 'fetch' && at.mode === line.mode;
		return line.kind === 'number' && at?.kind === 'number' && at.field === line.field;
	};
}
