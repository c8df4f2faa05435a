import { afterEach, describe, expect, test } from 'vitest';
import { Ledger } from '../../src/ledger/ledger.ts';
import { runDetails } from '../../src/ledger/runs.ts';
import { SampleRecorder } from '../../src/ledger/sample-recorder.ts';
import { committed, resultOf, Script, start, started } from '../report/support.ts';
import { embeddedDatabase, serverDatabase, serverUrl, type TestDatabase } from '../support/databases.ts';

const made: TestDatabase[] = [];

afterEach(async () => {
	await Promise.all(made.splice(0).map((database) => database.drop()));
});

const kinds: [string, () => Promise<TestDatabase>][] = [['embedded', embeddedDatabase]];
if (serverUrl !== undefined) kinds.push(['server', serverDatabase]);

describe.each(kinds)('samples of a run, in the %s database', (_, make) => {
	test('are there while it runs, are thinned, and are written later where they could not be at once', async () => {
		const database = await make();
		made.push(database);
		const { orm, close } = await database.open();
		const { runId } = started;
		await new Ledger(orm).open(runId, {}, [], new Date(start));
		let now = start;
		let away = false;
		const em = { fork: () => (away ? unreachable() : orm.em.fork()) };
		const clock = { now: () => now, sleep: () => Promise.resolve(), turn: () => Promise.resolve() };
		const recorder = new SampleRecorder({ em } as Pick<typeof orm, 'em'>, { runId, clock, requests: () => 7 });
		const script = new Script(recorder.listen).send(0, started);
		const rows = async (): Promise<number> => (await runDetails(orm.em.fork(), runId)).samples.length;
		const pass = (seconds: number): void => {
			for (let second = 0; second < seconds; second++) {
				now += 1000;
				script.send((now - start) / 1000, committed({ imported: 2 }));
				recorder.beat();
			}
		};
		pass(5);
		await expect.poll(rows).toBe(1);
		away = true;
		pass(20);
		expect(await rows()).toBe(1);
		away = false;
		pass(5);
		await expect.poll(rows).toBe(6);
		pass(5 * 500);
		pass(7);
		const result = { ...resultOf(script.state), durationMs: now - start, propertiesPerSecond: 2 };
		await recorder.close(result, script.state);
		const run = await runDetails(orm.em.fork(), runId);
		expect(run.samples.length).toBeLessThan(300);
		expect(run.samples.reduce((sum, { done }) => sum + done, 0)).toBe(2 * ((now - start) / 1000));
		expect(run.pace).toMatchObject({ durationMs: now - start, activeMs: now - start, homesPerSecond: 2 });
		expect(run.latency).toBeNull();
		await close();
	}, 60_000);
});

function unreachable(): never {
	throw new Error('the database is away');
}
