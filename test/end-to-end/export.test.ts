import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { describe, expect, test, vi } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { serverUrl, type TestDatabase } from '../support/databases.ts';
import { runProgram, startProgram, temporaryFolder } from '../support/program.ts';
import { addressOf, databaseArgs, expectPlainError, freshDatabase, query, runImport } from '../support/scenario.ts';
import { canMount, smallDisk } from '../support/small-disk.ts';

type Json = Record<string, unknown>;

/** Villas of Dragør and Fanø, some of them for sale. */
async function filled(kind?: 'embedded' | 'server'): Promise<TestDatabase> {
	const api = await sandbox({
		villas: new Map([
			[155, 300],
			[563, 20],
		]),
	});
	const database = await freshDatabase(kind);
	const args = ['--municipality', 'dragoer', '--municipality', 'fanoe'];
	const ended = await runImport({ api, database, args });
	expect(ended.code, ended.stderr).toBe(0);
	return database;
}

const parsed = (text: string): Json[] =>
	text
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Json);

describe.each([...(serverUrl === undefined ? [] : (['server'] as const)), 'embedded' as const])(
	'an export from the %s database',
	(kind) => {
		test('of homes holds each with all that belongs to it, the same in every format', async () => {
			const [database, home] = [await filled(kind), await temporaryFolder()];
			const exported = (...words: string[]) => runProgram(['export', ...databaseArgs(database), ...words], { home });

			const lines = await exported('homes');
			expect(lines, lines.stderr).toMatchObject({ code: 0 });
			expect(lines.stderr).toMatch(/^Exported 320 homes: ndjson, [\d,.]+ (kB|MB), in /m);
			const homes = parsed(lines.stdout);
			const [stored] = await query<Record<string, number> & { ids: string[] }>(
				database,
				`select array(select id::text from property order by id) as ids, (select count(*)::int from building) as buildings, (select count(*)::int from registration) as registrations,
			        (select count(*)::int from listing) as listings, (select count(*)::int from listing_image) as images,
			        (select count(*)::int from listing where realtor_id is not null) as realtors`,
			);
			expect(homes.map(({ id }) => id)).toEqual(stored?.ids);
			const all = (name: string): Json[] => homes.flatMap((record) => record[name] as Json[]);
			expect(all('buildings')).toHaveLength(stored?.buildings ?? -1);
			expect(all('registrations')).toHaveLength(stored?.registrations ?? -1);
			expect(all('listings')).toHaveLength(stored?.listings ?? -1);
			expect(all('listings').length).toBeGreaterThan(0);
			expect(all('listings').flatMap(({ images: pictures }) => pictures)).toHaveLength(stored?.images ?? -1);
			const sellers = all('listings').filter(({ realtor }) => realtor !== null);
			expect(sellers).toHaveLength(stored?.realtors ?? -1);
			for (const { realtor, realtor_id } of sellers)
				expect(realtor).toMatchObject({ id: realtor_id, name: expect.any(String) });
			expect(new Set(homes.map(({ municipality_name }) => municipality_name))).toEqual(new Set(['Dragør', 'Fanø']));
			for (const record of homes)
				expect(record).toMatchObject({ zip_name: expect.any(String), road_name: expect.any(String) });

			const file = join(home, 'homes.parquet');
			const done = await exported('--output', file, '--json');
			expect(done.events).toEqual([
				{
					...{ type: 'export.finished', subject: 'homes', format: 'parquet', file, rows: 320 },
					...{ bytes: (await stat(file)).size, durationMs: expect.any(Number) },
				},
			]);
			const records = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
			expect(records.map(asJson)).toEqual(homes.map(asJson));
			expect(records[0]?.fetched_at).toBeInstanceOf(Date);
			expect(typeof records.find(({ latest_valuation }) => latest_valuation !== null)?.latest_valuation).toBe('bigint');

			expect(parsed((await exported('registration')).stdout)).toHaveLength(stored?.registrations ?? -1);
			const csv = await exported('homes', '--format', 'csv', '--municipality', 'fanø');
			expect(csv.stdout.split('\n')[0]).toBe(Object.keys(homes[0] ?? {}).join(','));
			expect(csv.stdout).toContain(
				JSON.stringify(homes.find(({ municipality_code }) => municipality_code === 563)?.buildings).replaceAll(
					'"',
					'""',
				),
			);
			expect(csv.stdout).not.toContain('Dragør');
		});
	},
);

/** What is the same in every format: parquet has 64-bit numbers, times as dates. */
function asJson(record: Json): unknown {
	return JSON.parse(
		JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
		(key, value: unknown) =>
			typeof value === 'string' && /(_at|_date)$/.test(key) && !Number.isNaN(Date.parse(value))
				? Date.parse(value)
				: value,
	);
}

describe('what cannot be exported is refused by name', () => {
	test.each([
		[
			'an unknown table',
			['registrations'],
			64,
			'There is no table "registrations". Did you mean registration?',
			/There are homes, /,
		],
		[
			'parquet without a file',
			['--format', 'parquet'],
			64,
			'Parquet cannot be written to standard output',
			/--output homes\.parquet/,
		],
		['events among rows', ['--json'], 64, '--json tells of the export on standard output', /--output <file>/],
		[
			'homes of a table that has none',
			['city', '--type', 'villa'],
			64,
			'The rows of city belong to no home: --type',
			/Leave it out/,
		],
		['two tables', ['city', 'road'], 64, 'export takes [homes|<table>], and got "city" "road"', /^$/],
		['a format there is not', ['--format', 'xlsx'], 64, '--format takes one of parquet, csv, ndjson', /^$/],
		[
			'an ending that is no format',
			['homes', '--output', 'x.xlsx'],
			64,
			'--output x.xlsx ends like none of the formats: .xlsx is not known.',
			/--format parquet, csv or ndjson/,
		],
		[
			'a format that the ending contradicts',
			['--format', 'parquet', '--output', 'x.csv'],
			64,
			'--output x.csv is named like csv, and --format says parquet.',
			/Leave out --format/,
		],
		[
			'JSON lines that are to be csv',
			['--format', 'csv', '--output', 'x.JSONL'],
			64,
			'--output x.JSONL is named like ndjson, and --format says csv.',
			/Leave out --format/,
		],
		['a folder', ['--output', '/tmp'], 64, '--output /tmp is a folder', /Name a file/],
		['a folder that is not there', ['--output', '/tmp/none/x.csv'], 74, 'its folder does not exist', /another file/],
		['a database that was never made', [], 77, 'There is no database yet in embedded', /An import makes it/],
	])('%s', async (_, words, code, message, hint) => {
		const ended = await runProgram(['export', ...words]);
		if (words.includes('--json')) expect(ended).toMatchObject({ code: 64, stderr: expect.stringContaining(message) });
		else expectPlainError(ended, code, message, hint);
	});

	test('rows on standard output, where a GitHub workflow would take a text among them for a command', async () => {
		const options = { env: { GITHUB_ACTIONS: 'true' } };
		for (const words of [[], ['--output', '-'], ['city', '--format', 'csv']]) {
			const ended = await runProgram(['export', ...words], options);
			expectPlainError(
				ended,
				64,
				'In a GitHub workflow rows are not written to standard output',
				/--output homes\.ndjson/,
			);
		}
		const toFile = await runProgram(['export', '--output', 'a.csv'], options);
		expectPlainError(toFile, 77, 'There is no database yet', /An import makes it/);
	});

	test('an export of a database that was never made leaves no folder and no file', async () => {
		const home = await temporaryFolder();
		const ended = await runProgram(['export', '--output', 'a.csv', '--data-dir', 'homes'], { home });
		expect(ended.code).toBe(77);
		expect([
			existsSync(join(home, 'a.csv.part')),
			existsSync(join(home, 'a.csv')),
			existsSync(join(home, 'homes')),
		]).toEqual([false, false, false]);
	});
});

/** So many that an export takes long enough to be met in the middle. */
async function withManyRows(): Promise<TestDatabase> {
	const database = await freshDatabase('server');
	await (await database.open()).close();
	await query(
		database,
		`insert into city (slug, name) select 'city-' || g, repeat('x', 200) from generate_series(1, 400000) g`,
	);
	return database;
}

describe.skipIf(serverUrl === undefined)('an export of many rows', () => {
	test('that is stopped with Ctrl-C ends with 75 and leaves nothing; killed, it leaves no half file under its name', async () => {
		const [database, home] = [await withManyRows(), await temporaryFolder()];
		const [file, part] = [join(home, 'a.ndjson'), join(home, 'a.ndjson.part')];
		await writeFile(file, 'old');
		const interrupt = async (signal: NodeJS.Signals) => {
			const program = await startProgram(['export', 'city', '--output', file, ...databaseArgs(database)], { home });
			await vi.waitFor(async () => expect((await stat(part)).size).toBeGreaterThan(0), {
				timeout: 20_000,
				interval: 5,
			});
			program.kill(signal);
			return program.ended;
		};
		expect(await interrupt('SIGINT')).toMatchObject({ code: 75, stderr: 'bolig-import: stopped by SIGINT.\n' });
		expect(existsSync(part)).toBe(false);
		expect(await interrupt('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
		expect(await readFile(file, 'utf8')).toBe('old');
		const whole = await runProgram(['export', 'city', '--output', file, ...databaseArgs(database)], { home });
		expect(whole).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Exported 400,000 rows of city to /) });
		expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(400_001);
		expect(existsSync(part)).toBe(false);
	});

	test('whose reader has seen enough ends with 75', async () => {
		const database = await withManyRows();
		const program = await startProgram(['export', 'city', ...databaseArgs(database)]);
		await program.shows('city-', 'stdout');
		program.child.stdout?.destroy();
		expect(await program.ended).toMatchObject({ code: 75, stderr: expect.stringMatching(/Nobody reads the output/) });
	});

	test.skipIf(!canMount)('ends with 74 on a full disk, and leaves nothing there', async () => {
		const database = await withManyRows();
		await using disk = await smallDisk(8);
		const output = join(disk.folder, 'a.csv');
		const ended = await runProgram(['export', 'city', '--output', output, ...databaseArgs(database)]);
		expectPlainError(ended, 74, `The export cannot be written to ${output}: the disk is full.`, /Make room/);
		expect([existsSync(output), existsSync(`${output}.part`)]).toEqual([false, false]);
	});
});

test.skipIf(serverUrl === undefined)(
	'the right to read is enough, and a table of a later version is told as missing',
	async () => {
		const database = await filled('server');
		const reader = addressOf(database);
		const role = `reader_${reader.pathname.slice(1)}`;
		await query(database, `create role ${role} login password 'x'`);
		try {
			await query(database, `grant select on all tables in schema public to ${role}`);
			await query(database, `drop table price_event`);
			reader.username = role;
			reader.password = 'x';
			const ended = await runProgram(['export', 'homes', '--database', reader.href]);
			expect(ended.code, ended.stderr).toBe(0);
			expect(parsed(ended.stdout)).toHaveLength(320);
			const missing = await runProgram(['export', 'price_event', '--database', reader.href]);
			expectPlainError(missing, 77, 'There is no table price_event yet in', /An import makes it/);
		} finally {
			await query(database, `drop owned by ${role}`);
			await query(database, `drop role ${role}`);
		}
	},
);

test('a text that would steer the terminal does not, in a format for one', async () => {
	const [api, database] = [await sandbox({ villas: new Map([[155, 3]]) }), await freshDatabase()];
	await runImport({ api, database });
	await query(database, `update property set road_name = e'\\u001b[31mRed\\u009b'`);
	const ended = await runProgram(['export', ...databaseArgs(database)]);
	for (const character of ['\u001b', '\u009b']) expect(ended.stdout).not.toContain(character);
	expect(parsed(ended.stdout)[0]?.road_name).toBe('\u001b[31mRed\u009b');
});
