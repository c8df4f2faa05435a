import { describe, expect, test } from 'vitest';
import { ApiGate } from '../../src/import/api-gate.ts';
import type { UnstampedEvent } from '../../src/import/events.ts';
import { StopRun } from '../../src/import/stop-run.ts';
import { FakeClock, rejection, simulate, stateOf } from './support.ts';

const down = 'The connection to the API failed.';

function openGate({ answersAfter = Number.POSITIVE_INFINITY }: { answersAfter?: number } = {}) {
	const clock = new FakeClock();
	const events: UnstampedEvent[] = [];
	const stop = new AbortController();
	let knocks = 0;
	const gate = new ApiGate({
		clock,
		random: () => 1,
		emit: (event) => events.push(event),
		signal: stop.signal,
		knock: async () => (knocks++ < answersAfter ? { message: down } : undefined),
	});
	const fail = (count = 1): boolean[] =>
		Array.from({ length: count }, () => gate.failed({ message: down, sentAt: clock.now(), pushedBack: false }));
	const pushBack = (retryAfterMs?: number, sentAt = clock.now()): boolean =>
		gate.failed({ message: 'The API asks us to slow down.', sentAt, pushedBack: true, retryAfterMs });
	return { clock, events, gate, fail, pushBack, stop, knocks: () => knocks };
}

describe('an API that goes away', () => {
	test('before it ever answered: a rest that it asks for is taken by all, and costs no try', async () => {
		const { clock, gate, pushBack, events } = openGate();
		expect(pushBack(20_000)).toBe(true);
		const started = clock.now();
		await simulate(clock, gate.pass());
		expect(clock.now() - started).toBe(20_000);
		expect(events).toMatchObject([{ type: 'api.waiting', delayMs: 20_000 }, { type: 'api.back' }]);
	});

	test.each([0, 1])(
		'a rest that is asked for while the API is knocked at (%d knocks fail) is taken before the gate opens',
		async (answersAfter) => {
			const { clock, gate, fail, pushBack } = openGate({ answersAfter });
			gate.answered();
			fail(5);
			pushBack(60_000);
			const started = clock.now();
			await simulate(clock, gate.pass());
			expect(clock.now() - started).toBeGreaterThanOrEqual(60_000);
		},
	);

	test('before it ever answered: every try counts, and nobody waits', async () => {
		const { gate, fail, events } = openGate();
		expect(fail(20)).not.toContain(true);
		await gate.pass();
		expect(events).toEqual([]);
	});

	test('five tries in a row that came to nothing shut the gate; one knock at a time, further and further apart', async () => {
		const { clock, gate, fail, events, knocks } = openGate({ answersAfter: 4 });
		gate.answered();
		expect(fail(7)).toEqual([false, false, false, false, true, true, true]);
		const passing = gate.pass();
		expect(await stateOf(passing)).toBe('pending');
		await simulate(clock, passing);
		expect(knocks()).toBe(5);
		const waited = events.filter((event) => event.type === 'api.waiting').map(({ delayMs }) => delayMs);
		expect(waited).toEqual([1000, 2000, 4000, 8000]);
		expect(events.at(-1)).toEqual({ type: 'api.back' });
	});

	test('an answer in between begins the count anew', () => {
		const { gate, fail } = openGate();
		gate.answered();
		fail(4);
		gate.answered();
		expect(fail(4)).toEqual([false, false, false, false]);
	});

	test('homes that fail while the API answers a knock cost one silent knock, and their tries count', async () => {
		const { clock, gate, fail, events, knocks } = openGate({ answersAfter: 0 });
		gate.answered();
		fail(5);
		await simulate(clock, gate.pass());
		expect(knocks()).toBe(1);
		expect(events).toEqual([]);
		await clock.advance(1);
		expect(fail(1)).toEqual([false]);
	});

	test('what was under way when the gate opened again belongs to the old trouble', async () => {
		const { clock, gate, fail } = openGate({ answersAfter: 1 });
		gate.answered();
		const sentAt = clock.now();
		fail(5);
		await simulate(clock, gate.pass());
		expect(gate.failed({ message: down, sentAt, pushedBack: false })).toBe(true);
		expect(fail(4)).toEqual([false, false, false, false]);
	});

	test('away for 15 minutes: it gives up, for those who wait and all who come later', async () => {
		const { clock, gate, fail } = openGate();
		gate.answered();
		fail(5);
		const started = clock.now();
		const error = await simulate(clock, rejection(gate.pass()));
		expect(error).toBeInstanceOf(StopRun);
		expect(error).toMatchObject({ reason: { kind: 'api-unavailable', message: down } });
		expect((clock.now() - started) / 60_000).toBeGreaterThanOrEqual(15);
		expect((clock.now() - started) / 60_000).toBeLessThan(16);
		expect(await rejection(gate.pass())).toBe(error);
	});

	test('the end of the run ends the waiting', async () => {
		const { gate, fail, stop, clock } = openGate();
		gate.answered();
		fail(5);
		const patience = new AbortController();
		const passing = rejection(gate.pass(patience.signal));
		patience.abort(new Error('pause'));
		expect(await passing).toEqual(new Error('pause'));
		stop.abort();
		await simulate(clock, gate.pass());
	});
});

describe('an API that asks for a rest', () => {
	test('Retry-After is one gate for all, and told once; answers that were under way do not make it longer', async () => {
		const { clock, gate, pushBack, events } = openGate();
		gate.answered();
		const sentAt = clock.now();
		expect(pushBack(20_000)).toBe(true);
		await clock.advance(5000);
		for (let i = 0; i < 11; i++) expect(pushBack(undefined, sentAt)).toBe(true);
		const started = clock.now();
		await simulate(clock, gate.pass());
		expect(clock.now() - started).toBe(15_000);
		expect(events).toMatchObject([{ type: 'api.waiting', delayMs: 20_000 }, { type: 'api.back' }]);
	});

	test('without one it rests 2 s, then 4, then 8, and 2 again after an answer', async () => {
		const { clock, gate, pushBack, events } = openGate();
		gate.answered();
		for (let i = 0; i < 3; i++) {
			await clock.advance(1);
			pushBack();
			await simulate(clock, gate.pass());
		}
		gate.answered();
		await clock.advance(1);
		pushBack();
		await simulate(clock, gate.pass());
		const waited = events.filter((event) => event.type === 'api.waiting').map(({ delayMs }) => delayMs);
		expect(waited).toEqual([2000, 4000, 8000, 2000]);
	});

	test('a longer rest asked for meanwhile is obeyed', async () => {
		const { clock, gate, pushBack } = openGate();
		gate.answered();
		const started = clock.now();
		pushBack(10_000);
		await clock.advance(4000);
		pushBack(30_000);
		await simulate(clock, gate.pass());
		expect(clock.now() - started).toBe(34_000);
	});

	test('more than 15 minutes asked for during a rest end it at once', async () => {
		const { gate, pushBack, clock } = openGate();
		gate.answered();
		pushBack(10_000);
		const passing = rejection(gate.pass());
		await clock.advance(1000);
		pushBack(3_600_000);
		expect(await passing).toMatchObject({ reason: { kind: 'api-unavailable' } });
		expect(gate.shut).toBe(false);
	});

	test('more than 15 minutes are not waited for', async () => {
		const { gate, pushBack } = openGate();
		gate.answered();
		pushBack(16 * 60_000);
		expect(await rejection(gate.pass())).toMatchObject({ reason: { kind: 'api-unavailable' } });
	});

	test('an API that only ever pushes back is given up after 15 minutes', async () => {
		const { clock, gate, pushBack } = openGate();
		gate.answered();
		const started = clock.now();
		let error: unknown;
		while (error === undefined) {
			await clock.advance(1);
			pushBack();
			error = await simulate(
				clock,
				gate.pass().then(
					() => undefined,
					(reason: unknown) => reason,
				),
			);
		}
		expect(error).toBeInstanceOf(StopRun);
		expect((clock.now() - started) / 60_000).toBeLessThan(17);
	});
});
