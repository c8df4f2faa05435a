import { afterEach, describe, expect, test } from 'vitest';
import { ImportRun } from '../../src/ledger/import-run.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { embeddedDatabase, serverDatabase, serverUrl, type TestDatabase } from '../support/databases.ts';

const made: TestDatabase[] = [];

afterEach(async () => {
	await Promise.all(made.splice(0).map((database) => database.drop()));
});

const kinds: [string, () => Promise<TestDatabase>][] = [['embedded', embeddedDatabase]];
if (serverUrl !== undefined) kinds.push(['server', serverDatabase]);

const night = (number: number): Date => new Date(Date.UTC(2026, 10, number, 2));

interface Kept {
	readonly status?: string;
	readonly records?: number;
	readonly fetch?: string;
	readonly selection?: string;
	readonly accepted?: readonly string[];
	readonly details?: readonly string[];
	readonly pages?: readonly string[];
}

function censusOf({ status: _, details = [], pages = [], ...census }: Kept): Record<string, unknown> {
	const counted = (paths: readonly string[]) => ({
		'Dragør · villa': { fields: Object.fromEntries(paths.map((path) => [path, { string: [1, 1] }])) },
	});
	const rest = { records: 300, fetch: 'details', selection: 'every', accepted: [] };
	return { ...rest, ...census, details: counted(details), pages: counted(pages) };
}

describe.each(kinds)('what records of runs held, in the %s database', (_, make) => {
	async function ledgerOf(nights: readonly Kept[]): Promise<{ ledger: Ledger; close: () => Promise<void> }> {
		const database = await make();
		made.push(database);
		const { orm, close } = await database.open();
		const em = orm.em.fork();
		for (const [index, kept] of nights.entries()) {
			const { status = 'completed' } = kept;
			const startedAt = night(index + 1);
			em.create(ImportRun, {
				id: `run ${index + 1}`,
				options: {},
				status,
				startedAt,
				batches: 1,
				census: censusOf(kept),
			});
		}
		await em.flush();
		return { ledger: new Ledger(orm), close };
	}

	test('comes newest first, of each way to fetch and choice of homes the last ten; not of runs that were small or not complete', async () => {
		const nightly = Array.from({ length: 12 }, (): Kept => ({ selection: 'listed' }));
		const { ledger, close } = await ledgerOf([
			{ records: 1 },
			...nightly,
			{ fetch: 'pages', records: 199 },
			{ status: 'failed', records: 900 },
			{ records: 400 },
		]);
		const found = (await ledger.censuses(200)) as { records: number; selection: string }[];
		expect(found.map(({ records, selection }) => [records, selection])).toEqual([
			[400, 'every'],
			...Array.from({ length: 10 }, () => [300, 'listed']),
		]);
		await close();
	});

	test('a field is lost from its accepted absence until a later run has it again, in details or in search records', async () => {
		const weird = `ad"d['x'].y[]`;
		const { ledger, close } = await ledgerOf([
			{ details: ['a', 'b', 'c', weird] },
			{ accepted: ['a', 'b', 'c'], details: ['a2'] },
			{ accepted: [weird], details: [], status: 'completed' },
			{ details: ['b'], status: 'failed' },
			{ pages: ['b'], details: [weird] },
			{ details: ['b', 'a'], selection: 'listed' },
		]);
		const fields = new Map((await ledger.acceptedFields()).map(({ path, backAt }) => [path, backAt]));
		expect(fields).toEqual(
			new Map([
				['a', night(6)],
				['b', night(5)],
				['c', null],
				[weird, night(5)],
			]),
		);
		await close();
	});

	test('a field that was lost again is lost', async () => {
		const { ledger, close } = await ledgerOf([{ accepted: ['a'] }, { details: ['a'] }, { accepted: ['a'] }, {}]);
		expect(await ledger.acceptedFields()).toEqual([{ path: 'a', backAt: null }]);
		await close();
	});
});
