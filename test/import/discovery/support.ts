import { nothingLearned } from '../../../src/import/discovery/context.ts';
import { PartitionReading } from '../../../src/import/discovery/partition-reading.ts';
import type { PartitionReport, UnstampedEvent } from '../../../src/import/events.ts';
import { OutageWatch } from '../../../src/import/outage-watch.ts';
import type { HomeQuery, ListedHome, Problem } from '../../../src/import/ports.ts';
import { FakeClock, simulate } from '../support.ts';
import { FakeWorld, villas, type WorldOptions } from '../support-world.ts';

export interface Reading {
	readonly report: PartitionReport;
	readonly listed: readonly ListedHome[];
	readonly problems: readonly Problem[];
	readonly events: readonly UnstampedEvent[];
	readonly world: FakeWorld;
	readonly lists: (id: string) => boolean;
}

export interface ReadingOptions extends Omit<WorldOptions, 'clock'> {
	readonly query?: HomeQuery;
	readonly signal?: AbortSignal;
	readonly limit?: number;
	/** ms for which what a page adds is made use of. */
	readonly usedMs?: number;
}

/** Reads a whole partition of a world in memory. */
export async function readAll({
	query = villas,
	signal,
	limit,
	usedMs = 0,
	...options
}: ReadingOptions): Promise<Reading> {
	const clock = new FakeClock();
	const world = new FakeWorld({ clock, ...options });
	const events: UnstampedEvent[] = [];
	const partition = new PartitionReading(query, {
		source: world,
		emit: (event) => events.push(event),
		signal: signal ?? new AbortController().signal,
		outages: new OutageWatch(() => 4),
		learned: nothingLearned(false, clock),
		limit,
	});
	const listed: ListedHome[] = [];
	const problems: Problem[] = [];
	await simulate(
		clock,
		(async () => {
			for await (const found of partition.read()) {
				listed.push(...found.homes);
				problems.push(...found.problems);
				if (usedMs > 0) await clock.sleep(usedMs);
			}
		})(),
	);
	return { report: partition.report(), listed, problems, events, world, lists: (id) => partition.lists(id) };
}

export function idsOf(homes: readonly ListedHome[]): string[] {
	return homes.map((home) => home.id).sort();
}
