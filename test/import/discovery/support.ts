import { nothingLearned } from '../../../src/import/discovery/context.ts';
import { PartitionReading } from '../../../src/import/discovery/partition-reading.ts';
import type { PartitionReport, UnstampedEvent } from '../../../src/import/events.ts';
import { OutageWatch } from '../../../src/import/outage-watch.ts';
import type { HomeQuery, ListedHome, Problem } from '../../../src/import/ports.ts';
import { FakeClock, simulate } from '../support.ts';
import { type FakeHome, FakeWorld, homes, villas, type WorldOptions } from '../support-world.ts';

export interface Reading {
	readonly report: PartitionReport;
	readonly listed: readonly ListedHome[];
	readonly problems: readonly Problem[];
	readonly events: readonly UnstampedEvent[];
	readonly world: FakeWorld;
	readonly lists: (id: string) => boolean;
	/** When the reading ended, ms after its start. */
	readonly endedAt: number;
	/** Requests that were sent after it had ended. */
	readonly sentAfter: number;
}

export interface ReadingOptions extends Omit<WorldOptions, 'clock'> {
	readonly query?: HomeQuery;
	readonly signal?: AbortSignal;
	readonly limit?: number;
	/** ms for which what a page adds is made use of. */
	readonly usedMs?: number;
	/** Nobody takes more once so many homes have come. */
	readonly enough?: number;
}

/** In which what was left behind by a reading would show. */
const settlingMs = 10_000;

/** Reads a whole partition of a world in memory. */
export async function readAll({
	query = villas,
	signal,
	limit,
	usedMs = 0,
	enough = Number.POSITIVE_INFINITY,
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
	const startedAt = clock.now();
	const listed: ListedHome[] = [];
	const problems: Problem[] = [];
	const reading = simulate(
		clock,
		(async () => {
			for await (const found of partition.read()) {
				listed.push(...found.homes);
				problems.push(...found.problems);
				if (usedMs > 0) await clock.sleep(usedMs);
				if (listed.length >= enough) break;
			}
		})(),
	);
	await reading.catch(() => {});
	const endedAt = clock.now() - startedAt;
	const sent = world.pages.length;
	await clock.advance(settlingMs);
	await reading;
	return {
		...{ report: partition.report(), listed, problems, events, world, endedAt },
		sentAfter: world.pages.length - sent,
		lists: (id) => partition.lists(id),
	};
}

export function idsOf(homes: readonly ListedHome[]): string[] {
	return homes.map((home) => home.id).sort();
}

/** Homes spread over zip codes, `count` in each. */
export function spread(counts: Readonly<Record<number, number>>): FakeHome[] {
	let first = 0;
	return Object.entries(counts).flatMap(([zipCode, count]) => {
		const here = homes(first + count, { zipCode: Number(zipCode) }).slice(first);
		first += count;
		return here;
	});
}
