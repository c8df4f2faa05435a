import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandWords } from '../../src/cli/command-words.ts';

test.each([
	[['--ci', '--municipality', 'koebenhavn'], 'bolig-import --ci --municipality koebenhavn'],
	[['--municipality', 'København', '--rate', '2.5'], 'bolig-import --municipality København --rate 2.5'],
	[['--type', 'terraced house'], "bolig-import --type 'terraced house'"],
	[["--user-agent=it's me; rm -rf $HOME"], "bolig-import '--user-agent=it'\\''s me; rm -rf $HOME'"],
	[['--data-dir', ''], "bolig-import --data-dir ''"],
	[['--user-agent', 'a\nb'], "bolig-import --user-agent 'a\nb'"],
	[[], 'bolig-import'],
])('%j is shown as a shell would take it', (argv, words) => {
	expect(commandWords(argv)).toBe(words);
});

test.each([
	'postgresql://user:hunter2@host:5432/name',
	'postgres://user:hunter2@host/name',
	'POSTGRESQL://user:hunter2@host/name',
	' postgresql://user:hunter2@host/name ',
	'postgre\tsql://user:hunter2@host/name',
	'postgresql://user:hunter2@host/name\n',
	'postgresql://user:hunt\ner2@host/name',
	'postgresql://user@host/name?password=hunter2',
	'postgresql://user:hunter2@host',
	'postgresql://user:hunter2@host:99999/name',
	'postgresql:user:hunter2@host/name',
	'postgresql:/user:hunter2@host/name',
	'mysql://user:hunter2@host/name',
	'//user:hunter2@host/name',
	'user:hunter2@host/name',
	'host=localhost user=me password=hunter2',
])('the password of %j is not shown, whether the address is good or not', (address) => {
	for (const argv of [['--database', address], [`--database=${address}`]]) {
		const words = commandWords(argv);
		expect(words.replaceAll(/\s/g, '')).not.toMatch(/hunter2|hunter|er2@/);
		expect(words).toContain('--database');
	}
});

test('a good address keeps its user, host and name', () => {
	expect(commandWords(['--database', 'postgresql://user:hunter2@host:5432/name'])).toBe(
		'bolig-import --database postgresql://user@host:5432/name',
	);
	expect(commandWords(['--database=postgres://host/name'])).toBe('bolig-import --database=postgres://host/name');
});

test('whatever the password, it is not shown', () => {
	const letters = fc.string({ unit: fc.constantFrom(...'abcXYZ0189-._~!$&*+,;='), minLength: 1, maxLength: 20 });
	fc.assert(
		fc.property(letters, (password) => {
			const words = commandWords(['--database', `postgresql://u:secret${password}@h/d`]);
			expect(words).not.toContain('secret');
		}),
	);
});
