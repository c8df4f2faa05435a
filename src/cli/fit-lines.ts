import { wrapWords } from '../terminal/wrap.ts';

/** Lines that a terminal would break in the middle of a word are broken between words; commands stay whole, so that they can be copied. */
export function fitLines(text: string, columns: number): string {
	return text
		.split('\n')
		.flatMap((line) => (line.length <= columns || line.includes('bolig-import ') ? [line] : broken(line, columns)))
		.join('\n');
}

function broken(line: string, columns: number): readonly string[] {
	const indent = /^ */.exec(line)?.[0] ?? '';
	const [first = '', ...more] = wrapWords(line.trim(), columns - indent.length - 2);
	return [indent + first, ...more.map((rest) => `${indent}  ${rest}`)];
}
