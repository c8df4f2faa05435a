import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { postgresIsHere } from '../support/postgres-programs.ts';
import { type OwnDatabase, ownServer, readyDatabaseOn } from '../support/postgres-server.ts';
import { count, expectResult, query, runJsonImport, startImport, villas } from '../support/scenario.ts';

/** Makes the first inserts of homes fail, each with its batch, by something that a transaction cannot undo: a sequence. */
async function refuseFirst(database: OwnDatabase, times: number, refusal: string): Promise<void> {
	await database.query(`
		create sequence tries;
		grant usage on sequence tries to public;
		create function refuse() returns trigger language plpgsql as $$
		begin
			if nextval('tries') <= ${times} then ${refusal}; end if;
			return null;
		end $$;
		create trigger refuse after insert on property for each statement execute function refuse()`);
}

describe.skipIf(!postgresIsHere)('who else is at the same rows', () => {
	const server = ownServer();

	test('a deadlock, which the server ends at our cost: the batch is repeated, nothing is lost', async () => {
		const [api, database] = [await sandbox(villas(40)), await readyDatabaseOn(server())];
		const other = await server().session(database.name);
		// The server looks for a circle once, so long after a wait has begun; ours alone is to find it.
		await server().query(`alter database ${database.name} set deadlock_timeout = '3s'`);
		await other.query(`set deadlock_timeout = '10min'`);
		await other.query('begin');
		await other.query('insert into zip_code (code) select generate_series(2700, 2800)');
		const program = await startImport({ api, database, args: ['--json'] });
		await waitsForLock(database);
		// We wait for the zip code, the other one for our municipality.
		await other.query('insert into municipality (code) values (155)');
		await other.query('rollback');
		await other.end();
		const ended = await program.ended;
		expect(ended.code, ended.stderr).toBe(0);
		expectResult(ended, 'completed', { discovered: 40, imported: 40, failed: 0 });
		expect(await count(database, 'property')).toBe(40);
		expect(await deadlocksOf(database)).toBe(1);
	});

	test('serialization failures, more than any limit of tries: repeated without loss', async () => {
		const [api, database] = [await sandbox(villas(60)), await readyDatabaseOn(server())];
		await refuseFirst(database, 12, `raise exception 'could not serialize access' using errcode = '40001'`);
		const ended = await runJsonImport({ api, database, args: ['--batch-size', '20'] });
		expect(ended.code, ended.stderr).toBe(0);
		expectResult(ended, 'completed', { discovered: 60, imported: 60, failed: 0 });
		expect(await count(database, 'property')).toBe(60);
		expect(await query(database, `select nextval('tries')::int as tries`)).toEqual([{ tries: 12 + 3 + 1 }]);
	});

	/** Until the importer waits for a row of another session. */
	async function waitsForLock({ role }: OwnDatabase): Promise<void> {
		const waiting = `select 1 from pg_stat_activity where usename = '${role}' and wait_event_type = 'Lock'`;
		while ((await server().query(waiting)).length === 0) {
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}

	/** The server's statistics come a moment after what they count. */
	async function deadlocksOf({ name }: OwnDatabase): Promise<number> {
		const [row] = await server().query<{ deadlocks: string }>(
			`select deadlocks from pg_stat_database where datname = '${name}'`,
		);
		return Number(row?.deadlocks);
	}
});

describe.skipIf(!postgresIsHere)('a server that ends statements which take too long', () => {
	const server = ownServer();
	/** Far above what an insert takes, far below what the trigger sleeps. */
	const timeout = '400ms';
	const tooSlow = 'perform pg_sleep(20)';

	async function impatientDatabase(): Promise<OwnDatabase> {
		const database = await readyDatabaseOn(server());
		await server().query(`alter role ${database.role} set statement_timeout = '${timeout}'`);
		return database;
	}

	test('for a while: the batch is repeated, nothing is lost', async () => {
		const [api, database] = [await sandbox(villas(60)), await impatientDatabase()];
		await refuseFirst(database, 4, tooSlow);
		const ended = await runJsonImport({ api, database, args: ['--batch-size', '20'] });
		expect(ended.code, ended.stderr).toBe(0);
		expectResult(ended, 'completed', { discovered: 60, imported: 60, failed: 0 });
		expect(await count(database, 'property')).toBe(60);
	});

	test('for a batch of that size always: it is written in halves', async () => {
		const [api, database] = [await sandbox(villas(20)), await impatientDatabase()];
		await database.query(`
			create function refuse() returns trigger language plpgsql as $$
			begin
				if (select count(*) from fresh) > 10 then ${tooSlow}; end if;
				return null;
			end $$;
			create trigger refuse after insert on property referencing new table as fresh
				for each statement execute function refuse()`);
		const ended = await runJsonImport({ api, database, args: ['--batch-size', '20'] });
		expect(ended.code, ended.stderr).toBe(0);
		expectResult(ended, 'completed', { discovered: 20, imported: 20, failed: 0 });
		expect(await count(database, 'property')).toBe(20);
	});

	test('for one home always: it alone fails, the others are stored, and the next run brings it', async () => {
		const [api, database] = [await sandbox(villas(2)), await impatientDatabase()];
		await database.query(`
			create function refuse() returns trigger language plpgsql as $$
			begin
				if new.id = (select id from chosen) then ${tooSlow}; end if;
				return new;
			end $$;
			create table chosen (id uuid); grant select on chosen to public`);
		await runJsonImport({ api, database });
		await database.query(`
			insert into chosen select id from property limit 1;
			delete from registration; delete from building; delete from property;
			create trigger refuse before insert on property for each row execute function refuse()`);
		const ended = await runJsonImport({ api, database });
		expect(ended.code, ended.stderr).toBe(3);
		expectResult(ended, 'completed', { discovered: 2, imported: 1, failed: 1 });
		expect(ended.events.find(({ type }) => type === 'home.failed')).toMatchObject({
			problem: {
				stage: 'store',
				kind: '57014',
				message: 'The database refused it: canceling statement due to statement timeout.',
			},
		});
		await database.query('drop trigger refuse on property');
		const again = await runJsonImport({ api, database });
		expect(again.code, again.stderr).toBe(0);
		expectResult(again, 'completed', { discovered: 2, skipped: 1, imported: 1, failed: 0 });
	});

	test('for everything always: a clear stop with 77, never an endless loop', async () => {
		const [api, database] = [await sandbox(villas(1)), await impatientDatabase()];
		await database.query(`
			create function refuse() returns trigger language plpgsql as $$ begin ${tooSlow}; end $$;
			create trigger refuse before insert on property for each row execute function refuse();
			create trigger refuse before insert on import_failure for each row execute function refuse()`);
		const ended = await runJsonImport({ api, database });
		expect(ended.code, ended.stderr).toBe(77);
		expect(ended.stderr).toContain('canceling statement due to statement timeout');
		expect(ended.events.find(({ type }) => type === 'run.finished')).toMatchObject({
			status: 'failed',
			counts: { imported: 0, failed: 0 },
		});
		expect(await count(database, 'property')).toBe(0);
	}, 60_000);
});
