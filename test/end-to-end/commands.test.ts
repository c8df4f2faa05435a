import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CommandName, commands, factsOf } from '../../src/cli/commands.ts';
import type { JsonRecord } from '../../src/sandbox/server.ts';
import { sandbox } from '../sandbox/client.ts';
import { serverUrl } from '../support/databases.ts';
import { runProgram, startProgram, temporaryFolder } from '../support/program.ts';
import {
	changing,
	databaseArgs,
	expectPlainError,
	freshDatabase,
	runImport,
	villaIds,
	villas,
} from '../support/scenario.ts';

const names = Object.keys(commands) as CommandName[];
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const kinds = serverUrl === undefined ? (['embedded'] as const) : (['server', 'embedded'] as const);

describe.each(names)('%s', (name) => {
	test('has a help with examples that are understood', async () => {
		const { examples } = factsOf(name);
		expect(examples.length).toBeGreaterThan(0);
		for (const [example] of examples) {
			const [program, ...words] = example.split(' ');
			expect(program).toBe('bolig-import');
			// Every word is read and checked before the help is told.
			const help = await runProgram([...words, '--help']);
			expect(help, example).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`  ${example} `) });
		}
	});

	test('has a row in the table of the README', () => {
		const table = readme.slice(readme.indexOf('### Commands'), readme.indexOf('### Exporting'));
		const call = name === 'import' ? 'bolig-import' : `bolig-import ${name}`;
		expect(table).toMatch(new RegExp(`^\\| \`${call}( <run>)?\` +\\| \\S.*\\|$`, 'm'));
	});
});

/** With --json: the words, the exit code, and of what type the last line is. */
type Call = readonly [words: readonly string[], code: number, last: string | undefined];

describe.each(kinds)('with --json, on the %s database', (kind) => {
	test('every command tells JSON and nothing else, and ends with the code that the README says', async () => {
		let change: (record: JsonRecord) => JsonRecord = (record) => record;
		const api = await sandbox({ ...villas(30), map: (record) => change(record) });
		const [bad = '', revalued = ''] = await villaIds(api);
		const broken = changing(new Set([bad]), (record) => ({ ...record, livingArea: 'large' }));
		change = broken;
		const database = await freshDatabase(kind);
		expect((await runImport({ api, database })).code).toBe(3);
		const other = changing(new Set([revalued]), (record) => ({ ...record, latestValuation: 4_444_000 }));
		change = (record) => other(broken(record));

		const where = databaseArgs(database);
		const homes = [...where, '--api-url', api.url, '--municipality', 'dragoer'];
		const calls: Record<Exclude<CommandName, 'sandbox'>, Call> = {
			import: [[...homes, '--refresh', 'all'], 3, 'run.finished'],
			plan: [homes, 0, 'run.planned'],
			verify: [homes, 3, 'verify.finished'],
			errors: [where, 0, 'failure'],
			retry: [[...where, '--api-url', api.url], 3, 'run.finished'],
			changes: [where, 0, 'change'],
			status: [where, 3, 'status'],
			runs: [where, 0, 'run'],
			report: [where, 0, 'report'],
			doctor: [[...where, '--api-url', api.url], 0, 'doctor.finished'],
			export: [[...where, '--output', join(await temporaryFolder(), 'homes.csv')], 0, 'export.finished'],
			demo: [[...where, '--limit', '3', '--latency', '0', '--jitter', '0'], 0, 'run.finished'],
		};
		for (const [name, [words, code, last]] of Object.entries(calls)) {
			const ended = await runProgram([name, '--json', ...words]);
			expect([name, ended.code, ended.events.at(-1)?.type], ended.stderr).toEqual([name, code, last]);
		}
	}, 120_000);

	test('a database that is empty, or was never made, is asked the same and is not made', async () => {
		const api = await sandbox(villas(5));
		const never = join(await temporaryFolder(), 'never');
		const where = kind === 'server' ? databaseArgs(await freshDatabase('server')) : ['--data-dir', never];
		const homes = ['--api-url', api.url, '--municipality', 'dragoer'];
		const calls: readonly (readonly [name: CommandName, ...Call])[] = [
			['export', ['listing', '--output', `${never}.csv`], 77, 'error'],
			['plan', homes, 0, 'run.planned'],
			['verify', homes, 75, 'verify.finished'],
			['errors', [], 0, undefined],
			['retry', homes.slice(0, 2), 0, 'retry.finished'],
			['changes', [], 0, undefined],
			['status', [], 6, 'status'],
			['runs', [], 0, undefined],
			['report', [], 64, 'error'],
			['doctor', homes.slice(0, 2), 0, 'doctor.finished'],
		];
		for (const [name, words, code, last] of calls) {
			const ended = await runProgram([name, ...words, '--json', ...where]);
			expect([name, ended.code, ended.events.at(-1)?.type], ended.stderr).toEqual([name, code, last]);
			expect(ended.stderr).not.toMatch(/should not|^\s+at /m);
			expect(existsSync(never), `${name} makes no database`).toBe(false);
		}
	}, 60_000);
});

test('sandbox --json tells where it listens, and ends with 0 when it is stopped', async () => {
	const program = await startProgram(['sandbox', '--port', '0', '--json']);
	await program.shows('}\n', 'stdout');
	program.kill('SIGTERM');
	const ended = await program.ended;
	expect(ended.code).toBe(0);
	expect(ended.events).toEqual([
		{ type: 'sandbox.started', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) },
	]);
});

describe('help', () => {
	test.each([
		['help', '--help'],
		['help help', '--help'],
		['help --help', '--help'],
		['help export', 'export --help'],
	])('%s is the same as %s', async (words, same) => {
		const usual = await runProgram(same.split(' '));
		expect(await runProgram(words.split(' '))).toMatchObject({ code: 0, stderr: '', stdout: usual.stdout });
	});

	test('of a command that there is not is refused', async () => {
		const ended = await runProgram(['help', 'exprot']);
		expectPlainError(ended, 64, 'There is no command "exprot". Did you mean export?', /There are import/);
	});
});
