import { afterEach, describe, expect, test } from 'vitest';
import { ImportPartition } from '../../src/ledger/import-partition.ts';
import { ImportRun } from '../../src/ledger/import-run.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { type AcceptedField, type Among, everyType } from '../../src/shared/drifted-fields.ts';
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
	/** By field, where it was found to be lost; runs of before this was kept have none. */
	readonly lostIn?: Readonly<Record<string, readonly string[]>>;
	/** Fields that records had, by the partition they were counted in; of Dragør's villas where none is named. */
	readonly details?: Fields;
	readonly pages?: Fields;
}

type Fields = readonly string[] | Readonly<Record<string, readonly string[]>>;

const codes: Readonly<Record<string, number>> = { Dragør: 155, Tårnby: 185, Solrød: 269 };
const villasOf = (municipality: string) => ({ municipalityCode: codes[municipality] as number, type: 'villa' });

function partitionsOf(fields: Fields): Readonly<Record<string, readonly string[]>> {
	return Array.isArray(fields) ? { 'Dragør · villa': fields } : (fields as Readonly<Record<string, readonly string[]>>);
}

function censusOf({ status: _, details = {}, pages = {}, ...census }: Kept): Record<string, unknown> {
	const counted = (fields: Fields) =>
		Object.fromEntries(
			Object.entries(partitionsOf(fields)).map(([name, paths]) => [
				name,
				{ type: name.split(' · ').at(-1), fields: Object.fromEntries(paths.map((path) => [path, { string: [1, 1] }])) },
			]),
		);
	const rest = { records: 300, fetch: 'details', selection: 'every', accepted: [] };
	return { ...rest, ...census, details: counted(details), pages: counted(pages) };
}

/** What the ledger says of a field among the villas of a municipality, or other homes. */
function among(accepted: readonly AcceptedField[], path: string, where: { municipalityCode: number; type: string }) {
	const { municipalityCode, type } = where;
	const found = accepted
		.find((field) => field.path === path)
		?.among.find((homes: Among) => homes.municipalityCode === municipalityCode && homes.type === type);
	return found && { lostUntil: found.lostUntil, hasIt: found.hasIt };
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
			const names = [kept.details ?? {}, kept.pages ?? {}].flatMap((fields) => Object.keys(partitionsOf(fields)));
			const asked = new Map(
				names.map((name) => name.split(' · ')).map((words) => [words.slice(0, 2).join(' · '), words]),
			);
			for (const [name, [municipality = '', type = '']] of asked) {
				const addressType = type === everyType ? null : type;
				const municipalityCode = codes[municipality] as number;
				const counts = { otherType: 0, skipped: 0, stored: 0, failed: 0, gone: 0, unlisted: 0, pagesTrusted: false };
				const row = { run: `run ${index + 1}`, name, municipalityCode, addressType, state: 'complete', ...counts };
				em.create(ImportPartition, row);
			}
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

	const still = { lostUntil: null, hasIt: false };
	const never = { lostUntil: undefined, hasIt: true };
	const back = (number: number) => ({ lostUntil: night(number), hasIt: true });

	test('a field is lost from its accepted absence until a later run has it again, in details or in search records', async () => {
		const weird = `ad"d['x'].y[]`;
		const { ledger, close } = await ledgerOf([
			{ details: ['a', 'b', 'c', weird] },
			{ accepted: ['a', 'b', 'c'], details: ['a2', weird] },
			{ accepted: [weird], details: [], status: 'completed' },
			{ details: ['b'], status: 'failed' },
			{ pages: ['b'], details: [weird] },
			{ details: ['b', 'a'], selection: 'listed' },
		]);
		const fields = await ledger.acceptedFields();
		const found = Object.fromEntries(fields.map(({ path }) => [path, among(fields, path, villasOf('Dragør'))]));
		expect(found).toEqual({ a: back(6), b: back(5), c: still, [weird]: back(5) });
		await close();
	});

	test('a field that was lost again is lost', async () => {
		const { ledger, close } = await ledgerOf([
			{ details: ['a'] },
			{ accepted: ['a'], details: [] },
			{ details: ['a'] },
			{ accepted: ['a'], details: [] },
			{ details: [] },
		]);
		expect(among(await ledger.acceptedFields(), 'a', villasOf('Dragør'))).toEqual(still);
		await close();
	});

	test('where one partition keeps what another has lost, it is back when the other has it again, and was never lost in the one', async () => {
		const [dragør, tårnby] = ['Dragør · villa', 'Tårnby · villa'];
		const both = { [dragør]: ['a'], [tårnby]: ['a'] };
		const oneLacks = { [dragør]: [], [tårnby]: ['a'] };
		const nights: Kept[] = [{ details: both }, { accepted: ['a'], details: oneLacks }, { details: oneLacks }];
		for (const [later, expected] of [
			[[], still],
			[[{ details: both }], back(4)],
		] as const) {
			const { ledger, close } = await ledgerOf([...nights, ...later]);
			const fields = await ledger.acceptedFields();
			expect(among(fields, 'a', villasOf('Dragør'))).toEqual(expected);
			expect(among(fields, 'a', villasOf('Tårnby'))).toEqual(never);
			await close();
		}
	});

	test('a partition that takes its turn later has lost it as well where none of its records has it, and not where it never did', async () => {
		const [tårnby, garages] = ['Tårnby · villa', 'Dragør · garage'];
		const { ledger, close } = await ledgerOf([
			{ details: { 'Dragør · villa': ['a'], [tårnby]: ['a'], [garages]: ['b'], 'Solrød · villa': ['a'] } },
			{ accepted: ['a'], details: [] },
			{ details: { [tårnby]: ['b'], [garages]: ['b'] } },
			{ details: { [tårnby]: ['a'], [garages]: ['a'] } },
		]);
		const fields = await ledger.acceptedFields();
		expect(among(fields, 'a', villasOf('Tårnby'))).toEqual(back(4));
		expect(among(fields, 'a', { municipalityCode: 155, type: 'garage' })?.lostUntil).toBeUndefined();
		expect(among(fields, 'a', villasOf('Solrød'))).toEqual({ lostUntil: undefined, hasIt: false });
		await close();
	});

	test('what one partition has lost and got back is remembered when another loses it later', async () => {
		const tårnby = 'Tårnby · villa';
		const { ledger, close } = await ledgerOf([
			{ details: { 'Dragør · villa': ['a'], [tårnby]: ['a'] } },
			{ accepted: ['a'], details: [] },
			{ details: ['a'] },
			{ accepted: ['a'], details: { [tårnby]: [] } },
		]);
		const fields = await ledger.acceptedFields();
		expect(among(fields, 'a', villasOf('Dragør'))).toEqual({ lostUntil: night(3), hasIt: false });
		expect(among(fields, 'a', villasOf('Tårnby'))).toEqual(still);
		await close();
	});

	test('what was lost while the run was under way is lost, though its first records had it', async () => {
		const { ledger, close } = await ledgerOf([
			{ details: ['a'] },
			{
				accepted: ['a'],
				lostIn: { a: ['Dragør · villa'] },
				details: { 'Dragør · villa': ['a'], 'Tårnby · villa': ['a'] },
			},
		]);
		const fields = await ledger.acceptedFields();
		expect(among(fields, 'a', villasOf('Dragør'))).toEqual(still);
		expect(among(fields, 'a', villasOf('Tårnby'))).toEqual(never);
		await close();
	});

	test('homes are the same whether their type was asked for or every type; of every type only who says one is known', async () => {
		const all = 'Dragør · all types';
		const { ledger, close } = await ledgerOf([
			{ details: ['a', 'addressType'] },
			{
				accepted: ['a', 'addressType'],
				details: { [all]: [], [`${all} · villa`]: ['b', 'addressType'], [`${all} · condo`]: ['a', 'addressType'] },
			},
			{ details: ['a'] },
		]);
		const fields = await ledger.acceptedFields();
		expect(among(fields, 'a', villasOf('Dragør'))).toEqual(back(3));
		expect(among(fields, 'a', { municipalityCode: 155, type: 'condo' })).toEqual(never);
		expect(among(fields, 'a', { municipalityCode: 155, type: everyType })).toBeUndefined();
		await close();
	});
});
