import { cp } from 'node:fs/promises';
import { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, afterEach, expect } from 'vitest';
import type { ImportCounts } from '../../src/import/events.ts';
import type { JsonRecord, Sandbox } from '../../src/sandbox/server.ts';
import { allRows } from '../sandbox/client.ts';
import { embeddedDatabase, serverDatabase, serverUrl, type TestDatabase } from './databases.ts';
import { type Ended, type ProgramOptions, type RunningProgram, runProgram, startProgram } from './program.ts';

const databases: TestDatabase[] = [];

afterEach(async () => {
	await Promise.all(databases.splice(0).map((database) => database.drop()));
});

/** An empty database, dropped when the test ends: on the server when there is one, else embedded. */
export async function freshDatabase(kind?: 'embedded' | 'server'): Promise<TestDatabase> {
	const onServer = kind === undefined ? serverUrl !== undefined : kind === 'server';
	const database = await (onServer ? serverDatabase() : embeddedDatabase());
	databases.push(database);
	if (kind === undefined && !onServer) await fillFromTemplate(database);
	return database;
}

let template: Promise<TestDatabase> | undefined;

afterAll(async () => (await template)?.drop());

/** Making an embedded database takes seconds, copying one that has its tables takes no time. */
async function fillFromTemplate({ target }: TestDatabase): Promise<void> {
	template ??= embeddedDatabase().then(async (made) => {
		await (await made.open()).close();
		return made;
	});
	const made = await template;
	if (target.kind !== 'embedded' || made.target.kind !== 'embedded') return;
	await cp(made.target.folder, target.folder, { recursive: true });
}

export function databaseArgs({ target }: TestDatabase): string[] {
	return target.kind === 'server' ? ['--database', target.url] : ['--data-dir', target.folder];
}

/** The address of a server's database, for tests that need one. */
export function addressOf({ target }: TestDatabase): URL {
	if (target.kind !== 'server') throw new Error('this test needs a database on a server');
	return new URL(target.url);
}

/** Rows of the database, by SQL; on a server as it is, without bringing its tables up to date. */
export async function query<Row = Record<string, unknown>>(database: TestDatabase, sql: string): Promise<Row[]> {
	if (database.target.kind === 'embedded') {
		const { orm, close } = await database.open();
		return orm.em.getConnection().execute<Row[]>(sql).finally(close);
	}
	const orm = await MikroORM.init({
		clientUrl: database.target.url,
		entities: [],
		discovery: { warnWhenNoEntities: false },
		logger: () => {},
	});
	return orm.em
		.getConnection()
		.execute<Row[]>(sql)
		.finally(() => orm.close());
}

/** The one number that the SQL asks for. */
export async function count(database: TestDatabase, from: string): Promise<number> {
	const [row] = await query<{ count: number }>(database, `select count(*)::int as count from ${from}`);
	return row?.count ?? Number.NaN;
}

export interface ImportScenario {
	readonly api: Pick<Sandbox, 'url'>;
	readonly database: TestDatabase;
	/** More words for the command line; Dragør's villas are imported unless they name a municipality. */
	readonly args?: readonly string[];
	readonly options?: ProgramOptions;
}

function words({ api, database, args = [] }: ImportScenario): string[] {
	const where = args.includes('--municipality') ? [] : ['--municipality', 'dragoer'];
	return ['--ci', '--api-url', api.url, ...databaseArgs(database), ...where, ...args];
}

/** Runs a headless import to its end. */
export function runImport(scenario: ImportScenario): Promise<Ended> {
	return runProgram(words(scenario), scenario.options);
}

/** The same with JSON lines on standard output. */
export function runJsonImport(scenario: ImportScenario): Promise<Ended> {
	return runProgram([...words(scenario), '--json'], scenario.options);
}

export function startImport(scenario: ImportScenario): Promise<RunningProgram> {
	return startProgram(words(scenario), scenario.options);
}

/** Dragør with so many villas. */
export function villas(number: number): { villas: ReadonlyMap<number, number> } {
	return { villas: new Map([[155, number]]) };
}

const countNames = ['expected', 'discovered', 'imported', 'updated', 'unchanged', 'skipped', 'failed', 'gone'];

/** The last line of `--json`, with nothing in it that is not agreed on. */
export function expectResult(ended: Ended, status: string, counts: Partial<ImportCounts>): void {
	const { result, events } = ended;
	const { stopReason: _, ...rest } = result;
	expect(rest).toEqual({
		type: 'run.finished',
		runId: expect.stringMatching(/^\d{4}-\d\d-\d\d-\d{4}-\w{4}$/),
		status,
		counts: { ...Object.fromEntries(countNames.map((name) => [name, expect.any(Number)])), ...counts },
		requests: expect.any(Number),
		durationMs: expect.any(Number),
		propertiesPerSecond: expect.any(Number),
		sequentialEstimateMs: expect.any(Number),
		at: expect.any(Number),
	});
	expectNothingLost(result.counts);
	expect(events.filter((event) => event.type === 'run.finished')).toHaveLength(1);
	expect(events[0]?.type).toBe('run.started');
}

export function expectNothingLost({ discovered, expected: _, ...ends }: ImportCounts): void {
	expect(Object.values(ends).reduce((sum, ended) => sum + ended, 0)).toBe(discovered);
}

/** An error as a person must meet it: a sentence, what to do, no stack. */
export function expectPlainError(ended: Ended, code: number, message: string | RegExp, hint: string | RegExp): void {
	const [first = '', second = ''] = ended.stderr.split('\n');
	expect(first).toMatch(/^bolig-import: /);
	expect(first).toEqual(
		typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
	);
	expect(second).toEqual(expect.stringMatching(hint));
	expect(ended.stderr).not.toMatch(/^\s+at |node:internal|\.[jt]s:\d+/m);
	expect(ended.stdout).toBe('');
	expect(ended.code).toBe(code);
}

/** Ids of Dragør's villas in the order of discovery; the sandbox forgets that it was asked. */
export async function villaIds(api: Sandbox): Promise<readonly string[]> {
	const rows = await allRows(api, 'municipalities=dragoer&addressTypes=villa');
	api.reset();
	return rows.map((row) => row.addressID);
}

/** Changes the records of the chosen homes, as the API would send them. */
export function changing(chosen: ReadonlySet<string>, change: (record: JsonRecord) => JsonRecord) {
	return (record: JsonRecord): JsonRecord => (chosen.has(String(record.addressID)) ? change(record) : record);
}
