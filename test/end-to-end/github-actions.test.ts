import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { runProgram, temporaryFolder } from '../support/program.ts';
import { changing, freshDatabase, runImport, villaIds, villas } from '../support/scenario.ts';

const evil = 'Evil\n::error::injected ##[add-mask]x | <script>';

/** Three of sixty homes that cannot be read, and whose texts would command the runner. */
async function scene() {
	const bad = new Set<string>();
	const change = (record: Record<string, unknown>) => ({
		...record,
		roadName: evil,
		livingArea: `\n::stop-commands::${evil}`,
	});
	const api = await sandbox({ ...villas(60), map: changing(bad, change) });
	for (const id of (await villaIds(api)).slice(0, 3)) bad.add(id);
	const home = await temporaryFolder();
	const file = join(home, 'summary.md');
	const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: file };
	return { api, database: await freshDatabase(), home, file, env };
}

/** What a runner would take for a command. */
function commands(text: string): string[] {
	return text.split(/[\r\n]/).filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
}

test('a run ends with one annotation per group of errors and a summary of the step; nothing else commands the runner', async () => {
	const { api, database, home, file, env } = await scene();
	const args = ['--max-failures', '5%', '--threshold', 'failed<3', 'duration<600'];
	const ended = await runImport({ api, database, args, options: { env, home } });
	expect(ended.code).toBe(99);
	expect(commands(ended.stdout)).toEqual([
		expect.stringMatching(/^::warning title=3 homes failed%3A invalid::Evil␊::error::injected/),
		'::error title=A threshold was missed::failed<3 missed: 3 homes',
	]);
	expect(commands(ended.stderr)).toEqual([]);
	expect(ended.stdout).toMatch(/thresholds +✗ failed<3 missed: 3 homes\n +✓ duration<600 kept: /);
	const summary = await readFile(file, 'utf8');
	expect(summary).toMatch(/\| failed \| 3 \|/);
	expect(summary).toContain('### Errors');
	expect(summary).not.toMatch(/<script|##\[|^::/m);
});

test('with --json the annotations are on standard error, the verdicts events before run.finished, and lines stay JSON', async () => {
	const { api, database, home, env } = await scene();
	const args = ['--json', '--max-failures', '2', '--threshold', 'failed<9'];
	const ended = await runImport({ api, database, args, options: { env, home } });
	expect(ended.code).toBe(3);
	expect(commands(ended.stdout)).toEqual([]);
	expect(commands(ended.stderr)).toEqual([expect.stringMatching(/^::error title=3 homes failed/)]);
	expect(ended.events.slice(-2)).toMatchObject([
		{ type: 'threshold.judged', threshold: 'failed<9', measured: 3, kept: true },
		{ type: 'run.finished', status: 'completed' },
	]);
	expect(ended.events.some((event) => JSON.stringify(event).includes('##[add-mask]'))).toBe(true);
});

test('a summary that cannot be written is told, and changes nothing else', async () => {
	const { api, database, home, file, env } = await scene();
	await mkdir(file);
	const ended = await runImport({ api, database, args: ['--max-failures', '3'], options: { env, home } });
	expect(ended.code).toBe(0);
	expect(ended.stderr).toMatch(/ {2}! the summary of this step could not be written: EISDIR/);
	expect(ended.stdout).toMatch(/! Dragør · villa: complete but for 3 that failed/);
});

test('what ends the program before there is a run is annotated and summed up as well, without its password', async () => {
	const home = await temporaryFolder();
	const file = join(home, 'summary.md');
	const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: file };
	const database = 'postgresql://bolig:secret@127.0.0.1:1/bolig';
	const args = ['--ci', '--yes', '--municipality', 'dragoer', '--sandbox', '--database', database];
	const ended = await runProgram(args, { env, home });
	expect(ended.code).toBe(77);
	expect(ended.stdout).toBe('');
	expect(commands(ended.stderr)).toEqual([expect.stringMatching(/^::error title=bolig-import failed::.*127\.0\.0\.1/)]);
	expect(await readFile(file, 'utf8')).toMatch(/^## bolig-import failed\n\n.*127/);
	expect(ended.stdout + ended.stderr + (await readFile(file, 'utf8'))).not.toContain('secret');
	const wrong = await runProgram(['--ci', '--json', '--workers', 'many'], { env, home });
	expect(commands(wrong.stdout)).toEqual([]);
	expect(commands(wrong.stderr)).toEqual([expect.stringMatching(/^::error title=bolig-import failed::.*many/)]);
});
