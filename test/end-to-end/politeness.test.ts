import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { BoligsidenClient } from '../../src/boligsiden/client.ts';
import { BoligsidenSource } from '../../src/boligsiden/source.ts';
import { RateLimiter } from '../../src/import/rate-limiter.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { sandbox } from '../sandbox/client.ts';
import { expectResult, freshDatabase, runImport, runJsonImport, villas } from '../support/scenario.ts';

const query = {
	municipality: { code: 155, name: 'Dragør', slug: 'dragoer', knownZipCodes: [] },
	addressType: 'villa',
};
/** A request that was let through before a change may arrive so long after it. */
const underWayMs = 100;

/** What a request may be held up by on its way; the limiter's own margin covers it. */
const heldUpMs = 60;

/** What the server saw: when each request came, and the ceiling that it had to keep to. */
interface Seen {
	readonly at: number;
	readonly ceiling: number;
}

/** Searches and details by twelve workers, while the ceiling is one after the other of these, each for so long. */
async function ask(ceilings: readonly { readonly rate: number; readonly ms: number }[]): Promise<Seen[]> {
	const limiter = new RateLimiter(ceilings[0]?.rate ?? 0, systemClock);
	const seen: Seen[] = [];
	let changed = { at: 0, from: limiter.perSecond };
	const api = await sandbox({
		...{ ...villas(60), latencyMs: 20, jitterMs: 15 },
		script: () => {
			const at = performance.now();
			const before = at - changed.at < underWayMs ? changed.from : 0;
			seen.push({ at, ceiling: Math.max(limiter.perSecond, before) });
			return undefined;
		},
	});
	const stop = new AbortController();
	const pace = (signal?: AbortSignal): Promise<void> => limiter.acquire(signal);
	const source = new BoligsidenSource(new BoligsidenClient({ baseUrl: api.url, userAgent: 'test/1', pace }));
	const work = async (worker: number): Promise<void> => {
		const context = { signal: stop.signal };
		for (let turn = 1; ; turn++) {
			if (worker % 3 === 0) await source.searchPage(query, (turn % 3) + 1, 5, context);
			else await source.fetchHome(`0b3d0b3d-0000-4000-8000-${String(turn).padStart(12, '0')}`, context);
		}
	};
	const workers = Array.from({ length: 12 }, async (_, worker) => expect(work(worker)).rejects.toThrow('enough'));
	for (const { rate, ms } of ceilings) {
		changed = { at: performance.now(), from: limiter.perSecond };
		limiter.perSecond = rate;
		await systemClock.sleep(ms);
	}
	stop.abort(new Error('enough'));
	await Promise.all(workers);
	expect(api.stats().searches).toBeGreaterThan(10);
	expect(api.stats().details).toBeGreaterThan(10);
	return seen;
}

describe('the ceiling on requests', () => {
	test('holds at the server in every second one can look at, while it is lowered and raised', async () => {
		const standstill = monitorEventLoopDelay({ resolution: 5 });
		standstill.enable();
		const seen = await ask([
			{ rate: 30, ms: 2000 },
			{ rate: 8, ms: 2500 },
			{ rate: 50, ms: 2000 },
		]);
		standstill.disable();
		// While this process stands still its server sees nothing, and then all at once: that is no request's doing.
		const second = 1000 - Math.max(0, standstill.max / 1e6 - heldUpMs);
		for (const [index, { at, ceiling }] of seen.entries()) {
			const inSecond = seen.slice(0, index + 1).filter((other) => other.at > at - second).length;
			expect(inSecond, `in the second before request ${index + 1}`).toBeLessThanOrEqual(ceiling);
		}
		// It is kept to, and made use of: 55 + 16 or so + 92.
		expect(seen.length).toBeGreaterThan(130);
	});
});

describe('workers that adapt', () => {
	test('stay at what the API bears, and the program says where they settled and why', async () => {
		const api = await sandbox({ ...villas(250), latencyMs: 100, knee: 30 });
		const args = ['--workers', 'auto'];
		const ended = await runImport({ api, database: await freshDatabase(), args });
		expect(ended.code).toBe(0);
		expect(ended.stderr).toContain('  as many workers as the API bears, a commit every 50 homes');
		expect(ended.stdout).toMatch(/\n {2}workers +settled at [2-6]: /);
		expect(api.stats().byStatus[429] ?? 0).toBeLessThanOrEqual(3);
		expect(api.stats().maxInFlight).toBeLessThanOrEqual(6);
	});

	test('tell every change as an event', async () => {
		const api = await sandbox({ ...villas(120), latencyMs: 50 });
		const ended = await runJsonImport({ api, database: await freshDatabase(), args: ['--workers', 'auto'] });
		expectResult(ended, 'completed', { imported: 120 });
		expect(ended.events[0]).toMatchObject({ type: 'run.started', workers: 2, adaptive: true });
		const adapted = ended.events.filter(({ type }) => type === 'workers.adapted');
		expect(adapted[0]).toMatchObject({
			binding: 'growing',
			workers: 3,
			reason: expect.stringMatching(/^all 2 workers busy/),
		});
	});
});
