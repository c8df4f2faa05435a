import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { fitLines } from '../../src/cli/fit-lines.ts';

const command =
	"bolig-import --municipality koebenhavn --type 'terraced house' --api-url http://127.0.0.1:41703 --database postgresql://me@localhost:5432/homes";
const text = `✓ done\n\n  run 2026-11-23-1421-k7   continue: ${command}\n  a short line`;

/** The words with which a shell would call it. */
function wordsOf(shown: string): string[] {
	const script = `bolig-import() { printf '%s\\n' "$@"; }\n${shown}`;
	return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim().split('\n');
}

test.each([60, 80, 120])('at %i columns a command is broken so that a shell takes it back as it was', (columns) => {
	const lines = fitLines(text, columns, ['another', command]).split('\n');
	expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
	expect(lines.slice(0, 3)).toEqual(['✓ done', '', '  run 2026-11-23-1421-k7   continue:']);
	expect(lines.at(-1)).toBe('  a short line');
	expect(wordsOf(lines.slice(3, -1).join('\n'))).toEqual(wordsOf(command));
});

test('a command that fits stays where it is', () => {
	expect(fitLines(text, 400, [command])).toBe(text);
});

test('a word of a command is never broken, however long', () => {
	const long = `bolig-import --data-dir /srv/${'folder/'.repeat(20)} --workers 4`;
	const lines = fitLines(`  continue: ${long}`, 60, [long]).split('\n');
	expect(lines.slice(1).join('\n')).toContain(`/srv/${'folder/'.repeat(20)} \\\n`);
	expect(wordsOf(lines.slice(1).join('\n'))).toEqual(wordsOf(long));
});

test('other lines are broken between words', () => {
	expect(fitLines(`  ! ${'word '.repeat(20)}end`, 40, [])).toBe(
		`  ! ${'word '.repeat(6)}word\n    ${'word '.repeat(6)}word\n    ${'word '.repeat(5)}word end`,
	);
});
