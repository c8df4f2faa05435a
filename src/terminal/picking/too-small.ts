import type { Size } from '../layout.ts';
import { frameRows } from '../layout.ts';
import { wrapWords } from '../wrap.ts';
import { smallest } from './layout.ts';

const needs = `Too small for the questions: they need ${smallest.columns}x${smallest.rows}.`;
const without = 'Or start with --ci --municipality <name>.';

/** What a terminal shows that is too small for the questions, as much of it as there is room for. */
export function tooSmallLines(size: Size, asking: boolean): readonly string[] {
	const text = asking ? 'Leave without importing? q yes, any other key no' : `${needs} ${without}`;
	return wrapWords(text, Math.max(1, size.columns)).slice(0, frameRows(size));
}
