import { describe, expect, test } from 'vitest';
import { serverTarget } from '../../src/database/target.ts';
import { sandbox } from '../sandbox/client.ts';
import { postgresIsHere } from '../support/postgres-programs.ts';
import { proxyTo } from '../support/postgres-proxy.ts';
import { databaseOn, type OwnDatabase, ownServer, readyDatabaseOn } from '../support/postgres-server.ts';
import type { RunningProgram } from '../support/program.ts';
import {
	addressOf,
	count,
	expectNothingLost,
	expectPlainError,
	expectResult,
	runImport,
	startImport,
	villas,
} from '../support/scenario.ts';

/** Twenty batches, a few each second. */
const homes = 400;
const options = ['--json', '--batch-size', '20'];

interface Interruption {
	begin(database: OwnDatabase): Promise<unknown>;
	end(database: OwnDatabase): Promise<unknown>;
	/** What the importer says it waits for. */
	readonly reason: RegExp;
}

describe.skipIf(!postgresIsHere)('a server that is away in the middle of an import', () => {
	const server = ownServer();

	async function importing(database: OwnDatabase): Promise<RunningProgram> {
		const api = await sandbox({ ...villas(homes), latencyMs: 60 });
		const program = await startImport({ api, database, args: options });
		await program.shows('"number":3,', 'stdout');
		return program;
	}

	const readOnly = (value: string): Promise<unknown> =>
		server()
			.query(`alter system set default_transaction_read_only = ${value}`)
			.then(() => server().query('select pg_reload_conf()'));

	const interruptions: Record<string, Interruption> = {
		'stopped and started again': {
			begin: () => server().stop('fast'),
			end: () => server().start(),
			reason: /ECONNREFUSED|terminat|connection/i,
		},
		'crashed and started again': {
			begin: () => server().stop('immediate'),
			end: () => server().start(),
			reason: /ECONNREFUSED|terminat|connection/i,
		},
		'only to be read until the failover is over': {
			begin: (database) => readOnly('on').then(() => database.cutConnections()),
			end: () => readOnly('off'),
			reason: /cannot execute \w+ in a read-only transaction/,
		},
		'full of connections': {
			begin: ({ role, cutConnections }) => server().query(`alter role ${role} connection limit 0`).then(cutConnections),
			end: ({ role }) => server().query(`alter role ${role} connection limit -1`),
			reason: /too many connections for role/,
		},
	};

	test.each(Object.entries(interruptions))('%s: the batch is held, then the import goes on', async (_, given) => {
		const database = await databaseOn(server());
		const program = await importing(database);
		await given.begin(database);
		// Once more than the cut itself would show.
		await program.shows(/("type":"database.waiting".*?){2}/s, 'stdout');
		await given.end(database);
		const ended = await program.ended;
		expect(ended.code, ended.stderr).toBe(0);
		expectResult(ended, 'completed', { discovered: homes, imported: homes, failed: 0 });
		expect(await count(database, 'property')).toBe(homes);
		const reasons = ended.events.filter(({ type }) => type === 'database.waiting').map(({ reason }) => String(reason));
		expect(reasons.at(-1)).toMatch(given.reason);
		expect(ended.events.filter(({ type }) => type === 'database.back').length).toBeGreaterThan(0);
	});

	test('for good: whoever asks for the end gets it soon, with 77, and what was reported as stored is', async () => {
		const database = await databaseOn(server());
		const program = await importing(database);
		await server().stop('immediate');
		await program.shows('database.waiting', 'stdout');
		program.kill('SIGTERM');
		const ended = await program.ended;
		await server().start();
		expect(ended.code, ended.stderr).toBe(77);
		expect(ended.result.stopReason?.kind).toBe('database');
		expectNothingLost(ended.result.counts);
		expect(ended.result.counts.imported).toBeGreaterThanOrEqual(60);
		expect(await count(database, 'property')).toBeGreaterThanOrEqual(ended.result.counts.imported);
		expect(ended.result.counts.failed).toBe(0);
	});

	test('not for long, but just when it was to confirm a commit: each home is stored and counted once', async () => {
		const database = await databaseOn(server());
		const { port, username, pathname } = addressOf(database);
		await using proxy = await proxyTo(Number(port));
		const target = serverTarget(`postgresql://${username}@127.0.0.1:${proxy.port}${pathname}`);
		const program = await importing({ ...database, target });
		proxy.loseAnswersToCommits(3);
		const ended = await program.ended;
		expect(proxy.toLose).toBe(0);
		expect(ended.code, ended.stderr).toBe(0);
		expectResult(ended, 'completed', { discovered: homes, failed: 0 });
		const { imported, updated, unchanged } = ended.result.counts;
		expect({ imported, updated, unchanged }).toEqual({ imported: homes, updated: 0, unchanged: 0 });
		expect(await count(database, 'property')).toBe(homes);
		expect(await count(database, `import_partition where stored = ${homes}`)).toBe(1);
	});

	test('a login that may have two connections is enough', async () => {
		const database = await readyDatabaseOn(server());
		await server().query(`alter role ${database.role} connection limit 2`);
		const ended = await (await importing(database)).ended;
		expect(ended.code, ended.stderr).toBe(0);
		expectResult(ended, 'completed', { discovered: homes, imported: homes, failed: 0 });
		await server().query(`alter role ${database.role} connection limit -1`);
		expect(await count(database, 'property')).toBe(homes);
	});
});

describe.skipIf(!postgresIsHere)('a server that an import cannot begin with', () => {
	const server = ownServer();

	test('that only lets itself be read: 77, what that is, and what to do', async () => {
		const [api, database] = [await sandbox(villas(5)), await readyDatabaseOn(server())];
		await server().query(`alter database ${database.name} set default_transaction_read_only = on`);
		expectPlainError(
			await runImport({ api, database }),
			77,
			/The database postgresql:\S+ only lets itself be read: cannot execute \w+ in a read-only transaction\./,
			/Name the primary server if this is a standby, or switch default_transaction_read_only off\./,
		);
	});

	test('that takes no more connections: 77, which limit it says, and what to do', async () => {
		const [api, database] = [await sandbox(villas(5)), await databaseOn(server())];
		await server().query(`alter role ${database.role} connection limit 0`);
		expectPlainError(
			await runImport({ api, database }),
			77,
			/The database server takes no more connections, at postgresql:\S+: too many connections for role "\w+"\./,
			/Close some, or raise its max_connections or the limit of this login/,
		);
	});
});
