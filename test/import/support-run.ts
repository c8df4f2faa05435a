import type { ImportCounts, ImportEvent } from '../../src/import/events.ts';
import type { ContractWatch } from '../../src/import/ports.ts';
import { type ImportState, initialState } from '../../src/import/progress.ts';
import { type ImportOptions, type RunningImport, startImport } from '../../src/import/run.ts';
import { FakeClock, simulate } from './support.ts';
import { FakeStore, type StoreOptions } from './support-store.ts';
import { FakeWorld, villas, type WorldOptions } from './support-world.ts';

export interface Scene {
	readonly clock: FakeClock;
	readonly world: FakeWorld;
	readonly store: FakeStore;
	readonly events: ImportEvent[];
	readonly state: () => ImportState;
	readonly running: RunningImport;
	/** Lets time pass until the run has ended. */
	readonly end: () => RunningImport['finished'];
	readonly of: <Type extends ImportEvent['type']>(type: Type) => Extract<ImportEvent, { type: Type }>[];
}

export interface SceneOptions {
	readonly world?: Omit<WorldOptions, 'clock'>;
	readonly store?: Omit<StoreOptions, 'clock'>;
	readonly run?: Partial<ImportOptions>;
	/** Stored before the run. */
	readonly stored?: readonly string[];
	/** Failed before the run, and open. */
	readonly failed?: readonly string[];
	/** Stored as for sale before the run. */
	readonly forSale?: readonly string[];
	readonly listen?: (event: ImportEvent, scene: Scene) => void;
	readonly contract?: ContractWatch;
	/** @default always 0.5 */
	readonly random?: () => number;
}

/** A run that has just been started, among fakes. */
export function startScene(options: SceneOptions = {}): Scene {
	const clock = new FakeClock();
	const world = new FakeWorld({ clock, ...options.world });
	const store = new FakeStore({ clock, ...options.store });
	for (const id of options.stored ?? []) store.homes.add(id);
	for (const id of options.failed ?? []) store.failedBefore.add(id);
	for (const id of options.forSale ?? []) store.forSaleBefore.add(id);
	const events: ImportEvent[] = [];
	let state = initialState;
	let scene: Scene | undefined;
	const running = startImport(
		{
			runId: 'run-1',
			queries: [villas],
			workers: 4,
			batchSize: 10,
			rate: 0,
			apiUrl: 'http://127.0.0.1',
			database: 'memory',
			...options.run,
		},
		{
			source: world,
			store,
			clock,
			random: options.random ?? (() => 0.5),
			...(options.contract !== undefined && { contract: options.contract }),
			listen(event, next) {
				events.push(event);
				state = next;
				if (scene !== undefined) options.listen?.(event, scene);
			},
		},
	);
	scene = {
		clock,
		world,
		store,
		events,
		running,
		state: () => state,
		end: () => simulate(clock, running.finished),
		of: (type) => events.filter((event) => event.type === type) as never,
	};
	return scene;
}

/** The counts without those that are zero. */
export function tally(counts: ImportCounts): Partial<ImportCounts> {
	return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
