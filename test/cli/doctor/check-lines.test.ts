import { expect, test } from 'vitest';
import type { Check } from '../../../src/cli/doctor/check.ts';
import { checkLines, verdictWords } from '../../../src/cli/doctor/check-lines.ts';
import { nodeCheck } from '../../../src/cli/doctor/machine.ts';

const plain = { columns: undefined, paint: undefined };
const good: Check = { area: 'machine', subject: 'Node', verdict: 'ok', expected: '22.18 or later', is: '24.21.0' };
const bad: Check = {
	...{ area: 'database', subject: 'Encoding', verdict: 'failure', expected: 'UTF8', is: 'SQL_ASCII' },
	mend: 'Create the database anew: createdb --encoding UTF8 --template template0.',
};

test('what is as expected takes one line', () => {
	expect(checkLines(good, plain)).toEqual(['✓ ok       Node               24.21.0 (expected: 22.18 or later)']);
});

test('what is not says what was expected and what mends it', () => {
	expect(checkLines(bad, plain)).toEqual([
		'✗ failure  Encoding           SQL_ASCII',
		'                              expected: UTF8',
		'                              mend: Create the database anew: createdb --encoding UTF8 --template template0.',
	]);
});

test.each([80, 60, 40])('no line is wider than a terminal of %i columns', (columns) => {
	const lines = checkLines(bad, { columns, paint: undefined });
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Math.max(columns, 51));
	expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(bad.mend);
});

test('a colour only repeats what sign and word say, and foreign text does not steer', () => {
	const [line = ''] = checkLines(
		{ ...good, is: '\u001b[2J' },
		{ columns: 100, paint: (tone, text) => `<${tone}>${text}</>` },
	);
	expect(line).toBe('<moving>✓ ok     </>  Node               ␛[2J (expected: 22.18 or later)');
});

test.each([
	[0, 0, 'All is as it should be. Nothing was changed.'],
	[1, 0, '1 warning. Nothing was changed.'],
	[2, 1, '1 failure, 2 warnings. Nothing was changed.'],
])('%i warnings and %i failures', (warnings, failures, words) => {
	expect(verdictWords(warnings, failures)).toBe(words);
});

test('what was not looked at is not called good', () => {
	expect(verdictWords(0, 0, 1)).toBe('All is as it should be, but 1 not looked at. Nothing was changed.');
	expect(verdictWords(1, 0, 1)).toBe('1 warning, 1 not looked at. Nothing was changed.');
});

test.each([
	['20.20.2', 'failure'],
	['22.17.9', 'failure'],
	['22.18.0', 'ok'],
	['24.0.0', 'ok'],
])('Node %s: %s', (version, verdict) => {
	expect(nodeCheck(version)).toMatchObject({ verdict, is: version });
});
