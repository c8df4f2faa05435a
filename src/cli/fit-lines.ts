import { foldCommand } from '../terminal/picking/command-text.ts';
import { wrapWords } from '../terminal/wrap.ts';

/**
 * Lines that a terminal would break in the middle of a word are broken between words.
 * @param commands among them, for people to copy: a shell takes them back as they are broken.
 */
export function fitLines(text: string, columns: number, commands: readonly string[]): string {
	return text
		.split('\n')
		.flatMap((line) => (line.length <= columns ? [line] : broken(line, columns, commands)))
		.join('\n');
}

function broken(line: string, columns: number, commands: readonly string[]): readonly string[] {
	const command = commands.find((one) => line.endsWith(one));
	const words = command === undefined ? line : line.slice(0, -command.length);
	const indent = /^ */.exec(line)?.[0] ?? '';
	const [first = '', ...more] = wrapWords(words.trim(), columns - indent.length - 2);
	const below = command === undefined ? [] : foldCommand(command, columns - indent.length - 2);
	return [indent + first, ...[...more, ...below].map((rest) => `${indent}  ${rest}`)];
}
