import { describe, expect, test } from 'vitest';
import { draw } from '../support/terminal-dashboard.tsx';
import { runningImport, Staged } from '../support/terminal-import.ts';

const header = (run: Staged, columns = 80): string => draw(run, { size: { columns, rows: 24 } })[0] ?? '';
const counted = (run: Staged, partition: string): Staged =>
	run.emit({ type: 'partition.counted', partition, expected: 100 });

describe('which municipalities', () => {
	const begun = (municipalities: string[]): Staged => new Staged().begin({ municipalities });

	test('one and two by their names', () => {
		expect(header(begun(['Dragør']))).toContain(' Dragør · villa  ');
		expect(header(begun(['Dragør', 'Læsø']))).toContain(' Dragør, Læsø · villa  ');
	});

	test('of more: how many have been counted so far', () => {
		const run = begun(['Dragør', 'Læsø', 'Fanø', 'Samsø']);
		expect(header(run)).toContain(' 0 of 4 municipalities · villa  ');
		expect(header(counted(run, 'Læsø · villa'))).toContain(' 1 of 4 municipalities · villa  ');
		expect(header(counted(run, 'Fanø · villa'))).toContain(' 2 of 4 municipalities · villa  ');
		for (const name of ['Dragør', 'Samsø']) counted(run, `${name} · villa`);
		expect(header(run)).toContain(' 4 of 4 municipalities · villa  ');
	});

	test('a municipality counts once, whatever its types, and not for another whose name begins like it', () => {
		const run = begun(['Dragør', 'Drag', 'Fanø']);
		counted(counted(run, 'Dragør · villa'), 'Dragør · condo');
		expect(header(run)).toContain(' 1 of 3 municipalities ');
	});
});

describe('in which state', () => {
	const last = (): Staged => new Staged().begin().list(100).discovered().work(4, { speed: 24, drift: 0 });

	test('finishing, once the last home was handed out', () => {
		const run = last().fetching(1).fetching(2).fetching(3);
		expect(header(run)).toContain('● running');
		expect(header(run.fetching(4))).toContain('◕ finishing');
		for (const worker of [1, 2, 3, 4]) run.finished(worker);
		expect(header(run)).toContain('◕ finishing');
	});

	test('not finishing while the search may still find more', () => {
		const run = new Staged().begin().list(1, { expected: 5 }).fetching(1);
		expect(header(run)).toContain('● running');
	});

	test('done, with the time it took', () => {
		const run = last();
		const { counts, runId } = run.state;
		run.emit({
			type: 'run.finished',
			runId,
			status: 'completed',
			counts,
			requests: 100,
			durationMs: 4000,
			propertiesPerSecond: 24,
			sequentialEstimateMs: 48_000,
		});
		expect(header(run.advance(60_000))).toMatch(/✓ done {3}0:04$/);
	});
});

describe('which run', () => {
	test('in the header where there is room, and among the keys always', () => {
		const run = runningImport();
		expect(header(run, 120)).toContain('2026-11-23-1426-k7');
		expect(header(run, 80)).not.toContain('2026-11-23-1426-k7');
		for (const columns of [40, 80, 120]) {
			const help = draw(run, { size: { columns, rows: 24 }, screen: 'help' });
			expect(help[2]).toBe(' this run    2026-11-23-1426-k7');
		}
	});
});

test('a narrow header keeps the state, and gives the clock up for the name', () => {
	const run = runningImport().emit({ type: 'database.waiting', delayMs: 500, reason: 'refused' });
	expect(header(run, 80)).toMatch(/^ København · villa +○ waiting for database {3}4:20$/);
	expect(header(run, 41)).toMatch(/^ København · v… +○ waiting for database$/);
});
