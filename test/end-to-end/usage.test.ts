import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { runProgram, temporaryFolder } from '../support/program.ts';
import { databaseArgs, expectPlainError, freshDatabase, query, villas } from '../support/scenario.ts';

/** What is wrong with a command line that is otherwise in order; nothing here ever reaches an API. */
const where = ['--ci', '--api-url', 'http://127.0.0.1:9', '--data-dir', '/proc/never-used'];

describe('a command line that cannot be followed ends with 64 and says', () => {
	test.each([
		[
			'an unknown option',
			['--municpality', 'dragoer'],
			'no option --municpality. Did you mean --municipality?',
			/--help/,
		],
		[
			'an unknown command',
			['statsu'],
			'There is no command "statsu". Did you mean status?',
			/There are import, .*sandbox\./,
		],
		['a missing value', ['--municipality'], '--municipality needs a value', /--help/],
		['a value for a switch', ['--all=yes'], '--all is a switch and takes no value', /^$/],
		[
			'an unknown municipality',
			['--municipality', 'Kobenhaven'],
			'There is no municipality "Kobenhaven". Did you mean København?',
			/name, slug or code: København, koebenhavn or 101/,
		],
		['o for ø', ['--municipality', 'Kobenhavn'], 'Did you mean København?', /København/],
		[
			'a bad number',
			['--all', '--workers', 'many'],
			'--workers takes a whole number from 1 to 64 or auto, not "many"',
			/^$/,
		],
		['a number out of range', ['--all', '--workers', '65'], 'a whole number from 1 to 64 or auto, not "65"', /^$/],
		['a bad type', ['--all', '--type', 'vila'], 'not "vila"', /Did you mean villa\?/],
		['nothing to import', [], 'There is nothing to import: no municipality was named.', /--municipality koebenhavn/],
		['two ways to say what', ['--all', '--area', 'copenhagen'], '--area and --all exclude each other', /one of them/],
		[
			'two databases',
			['--all', '--database', 'postgresql://a@b/c'],
			'--database and --data-dir exclude each other.',
			/Give one of them/,
		],
		['two sources', ['--all', '--sandbox'], '--sandbox and --api-url exclude each other.', /one of them/],
	])('%s', async (_, words, message, hint) => {
		expectPlainError(await runProgram([...words, ...where]), 64, message, hint);
	});

	test('a bad value of the environment, with the name of the variable', async () => {
		const ended = await runProgram([...where, '--all'], { env: { BOLIG_IMPORT_WORKERS: 'many' } });
		expectPlainError(ended, 64, 'BOLIG_IMPORT_WORKERS takes a whole number from 1 to 64', /^$/);
	});

	test('a bad key or value of a config file, with the file and the key', async () => {
		const home = await temporaryFolder();
		const file = join(home, 'settings.json');
		const reading = async (content: unknown) => {
			await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
			return runProgram([...where, '--all', '--config', file], { home });
		};
		const key = `${file} has a setting wokers that does not exist. Did you mean workers?`;
		expectPlainError(await reading({ wokers: 3 }), 64, key, /^$/);
		const value = `workers in ${file} takes a whole number from 1 to 64`;
		expectPlainError(await reading({ workers: 'many' }), 64, value, /^$/);
		expectPlainError(await reading('{workers'), 64, `The config file ${file} cannot be read`, /JSON object/);
		expectPlainError(await reading([]), 64, `The config file ${file} is not a JSON object`, /Write it as/);
		const missing = await runProgram([...where, '--all', '--config', join(home, 'nowhere.json')], { home });
		expectPlainError(missing, 64, /The config file .*nowhere\.json cannot be read/, /JSON object/);
	});

	test('with --json, the error as the last line of stdout too', async () => {
		const ended = await runProgram(['--json', '--workers', '0']);
		expect(ended.code).toBe(64);
		expect(ended.events).toEqual([
			{ type: 'error', message: expect.stringContaining('--workers takes'), hint: null, exitCode: 64 },
		]);
	});
});

describe('where settings come from', () => {
	test('flags win over the environment, the environment over the config file, the file over the preset', async () => {
		const [api, database, home] = [await sandbox(villas(40)), await freshDatabase(), await temporaryFolder()];
		await writeFile(
			join(home, 'bolig-import.json'),
			JSON.stringify({ workers: 3, batchSize: 7, limit: 9, municipality: ['Dragør'], apiUrl: api.url }),
		);
		const ended = await runProgram(['--ci', '--preset', 'fastest', '--workers', '5', ...databaseArgs(database)], {
			home,
			env: { BOLIG_IMPORT_WORKERS: '4', BOLIG_IMPORT_BATCH_SIZE: '6' },
		});
		expect(ended.code, ended.stderr).toBe(0);
		expect(await query(database, 'select options from import_run')).toMatchObject([
			{ options: { workers: 5, batchSize: 6, limit: 9, municipalities: [155] } },
		]);
	});

	test('the config file of the config folder is read where the working folder has none', async () => {
		const home = await temporaryFolder();
		await mkdir(join(home, 'config', 'bolig-import'), { recursive: true });
		const file = join(home, 'config', 'bolig-import', 'bolig-import.json');
		await writeFile(file, '{"workers": 0}');
		const first = await runProgram([...where, '--all'], { home });
		expectPlainError(first, 64, `workers in ${file}`, /^$/);
		await writeFile(join(home, 'bolig-import.json'), '{"batchSize": 0}');
		const second = await runProgram([...where, '--all'], { home });
		expectPlainError(second, 64, `batchSize in ${join(home, 'bolig-import.json')}`, /^$/);
	});

	test('a folder named by a flag wins over DATABASE_URL', async () => {
		const [api, database] = [await sandbox(villas(5)), await freshDatabase('embedded')];
		const args = ['--ci', '--municipality', 'dragoer', '--api-url', api.url, ...databaseArgs(database)];
		const ended = await runProgram(args, { env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/nothing' } });
		expect(ended.code, ended.stderr).toBe(0);
		expect(ended.stderr).toContain(`to embedded, ${databaseArgs(database)[1]}`);
	});

	test('--help and --version answer on stdout, whatever else is wrong', async () => {
		const help = await runProgram(['--help']);
		expect(help).toMatchObject({ code: 0, stderr: '' });
		for (const words of ['--municipality', '--database', 'Exit codes', 'status', 'sandbox']) {
			expect(help.stdout).toContain(words);
		}
		const version = await runProgram(['--version']);
		expect(version).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
	});
});
