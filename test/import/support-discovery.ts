import { readPartition } from '../../src/import/discovery.ts';
import type { PartitionReport, UnstampedEvent } from '../../src/import/events.ts';
import { OutageWatch } from '../../src/import/outage-watch.ts';
import type { HomeQuery, ListedHome, Problem } from '../../src/import/ports.ts';
import { FakeClock, simulate } from './support.ts';
import { FakeWorld, villas, type WorldOptions } from './support-world.ts';

export interface Reading {
	readonly report: PartitionReport;
	readonly listed: readonly ListedHome[];
	readonly problems: readonly Problem[];
	readonly events: readonly UnstampedEvent[];
	readonly world: FakeWorld;
}

export interface ReadingOptions extends Omit<WorldOptions, 'clock'> {
	readonly query?: HomeQuery;
	readonly signal?: AbortSignal;
	readonly limit?: number;
}

/** Reads a whole partition of a world in memory. */
export async function readAll({ query = villas, signal, limit, ...options }: ReadingOptions): Promise<Reading> {
	const clock = new FakeClock();
	const world = new FakeWorld({ clock, ...options });
	const events: UnstampedEvent[] = [];
	const pages = readPartition(query, {
		source: world,
		emit: (event) => events.push(event),
		signal: signal ?? new AbortController().signal,
		outages: new OutageWatch(() => 4),
		limit,
	});
	const listed: ListedHome[] = [];
	const problems: Problem[] = [];
	const report = await simulate(
		clock,
		(async () => {
			while (true) {
				const next = await pages.next();
				if (next.done === true) return next.value;
				listed.push(...next.value.homes);
				problems.push(...next.value.problems);
			}
		})(),
	);
	return { report, listed, problems, events, world };
}

export function idsOf(homes: readonly ListedHome[]): string[] {
	return homes.map((home) => home.id).sort();
}
