import { BatchWriter, type Vetting } from '../../src/import/batch-writer.ts';
import type { UnstampedEvent } from '../../src/import/events.ts';
import type { BatchEntry } from '../../src/import/ports.ts';
import { FakeClock, simulate } from './support.ts';
import { FakeStore, type StoreOptions } from './support-store.ts';

export interface WriterScene {
	readonly clock: FakeClock;
	readonly store: FakeStore;
	readonly writer: BatchWriter<string>;
	readonly events: UnstampedEvent[];
	/** Ids that a commit has settled. */
	readonly committed: string[];
	readonly abandoned: number[];
	readonly abort: AbortController;
	readonly hurry: AbortController;
	readonly running: Promise<void>;
	readonly add: (entries: readonly BatchEntry<string>[]) => Promise<boolean[]>;
	/** Adds all, closes, and lets time pass until the writer has ended. */
	readonly writeAll: (entries: readonly BatchEntry<string>[]) => Promise<void>;
	readonly of: <Type extends UnstampedEvent['type']>(type: Type) => Extract<UnstampedEvent, { type: Type }>[];
}

/** A writer at work on a store in memory; commits of 50. */
export function startWriter(options: Omit<StoreOptions, 'clock'> = {}, batchSize = 50, vetting?: Vetting): WriterScene {
	const clock = new FakeClock();
	const store = new FakeStore({ clock, ...options });
	const events: UnstampedEvent[] = [];
	const committed: string[] = [];
	const abandoned: number[] = [];
	const abort = new AbortController();
	const hurry = new AbortController();
	const writer = new BatchWriter<string>({
		store,
		clock,
		batchSize,
		random: () => 0.5,
		signal: abort.signal,
		hurry: hurry.signal,
		emit: (event) => events.push(event),
		committed: (entries) => committed.push(...entries.flatMap(({ id }) => id ?? [])),
		abandoned: (count) => abandoned.push(count),
		...(vetting !== undefined && { vetting }),
	});
	const running = writer.run();
	running.catch(() => {});
	const add = (entries: readonly BatchEntry<string>[]): Promise<boolean[]> =>
		Promise.all(entries.map((entry) => writer.add(entry)));
	return {
		clock,
		store,
		writer,
		events,
		committed,
		abandoned,
		abort,
		hurry,
		running,
		add,
		async writeAll(entries) {
			await simulate(clock, add(entries));
			writer.close();
			await simulate(clock, running);
		},
		of: (type) => events.filter((event) => event.type === type) as never,
	};
}
