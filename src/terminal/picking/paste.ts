import { stripVTControlCharacters } from 'node:util';
import type { PickingAction } from './actions.ts';
import type { PickingState } from './state.ts';
import { typed } from './strokes.ts';

/**
 * Pasted text filters the municipalities or is a number, and is nothing anywhere else: a letter in it could start the import.
 * Of several names, one a line or with commas between them, the first one filters.
 */
export function pastedActions(
	text: string,
	{ step, asking }: PickingState,
	cramped: boolean,
): readonly PickingAction[] {
	if (asking || cramped) return [];
	const pasted = stripVTControlCharacters(text);
	if (step === 'municipalities') return pastedNames(pasted);
	if (step !== 'pace') return [{ verb: 'say', note: 'Pasted text means nothing here.' }];
	const digits = pasted.trim().replace(/(?<=\d),(?=\d{3}\b)/g, '');
	if (/^\d+$/.test(digits)) return [{ verb: 'type', text: digits }];
	return [{ verb: 'say', note: 'Only a number can be pasted here.' }];
}

function pastedNames(pasted: string): readonly PickingAction[] {
	const [first, second] = pasted.split(/[\r\n,;\t]/).flatMap((part) => {
		const letters = Array.from(part).filter((letter) => typed.municipalities?.test(letter));
		return letters.length === 0 ? [] : [letters.join('')];
	});
	if (first === undefined) return [{ verb: 'say', note: 'There was no name in what was pasted.' }];
	const filter: PickingAction = { verb: 'type', text: first };
	if (second === undefined) return [filter];
	return [filter, { verb: 'say', note: 'Several names were pasted: the first one filters.' }];
}
