import type { ImportState } from '../import/progress.ts';
import type { Display } from './display.ts';
import { unicodeGlyphs } from './glyphs.ts';
import { allKeys } from './hints.ts';
import { layOutWorkers, listRows, type Size } from './layout.ts';
import type { Failure } from './observer.ts';
import { workersOf } from './selectors.ts';
import type { Snapshot } from './store.ts';
import type { ViewState } from './view-state.ts';

/** The place of the selected group, or the first when that is gone. */
export function selectedGroup({ errorGroups }: ImportState, { group }: ViewState): number {
	return Math.max(
		0,
		errorGroups.findIndex(({ kind }) => kind === group),
	);
}

/** What is selected so many places further: among the errors of the group where that is open, else among the groups. */
export function errorFurther(snapshot: Snapshot, view: ViewState, by: number): Pick<ViewState, 'group' | 'error'> {
	const { errorGroups } = snapshot.state;
	const place = selectedGroup(snapshot.state, view);
	if (view.opened) {
		const failures = failuresOf(snapshot, view);
		const index = Math.max(0, Math.min(failures.length - 1, firstInFull(failures, view) + by));
		return { group: errorGroups[place]?.kind, error: failures[index]?.number };
	}
	const group = errorGroups[Math.max(0, Math.min(errorGroups.length - 1, place + by))]?.kind;
	const [newest] = failuresOf(snapshot, { ...view, group });
	return { group, error: by === 0 && view.error !== undefined ? view.error : newest?.number };
}

/** The place of the first error that is shown in full; when it is gone, of the next older one. */
export function firstInFull(failures: readonly Failure[], { error }: ViewState): number {
	if (error === undefined) return 0;
	const place = failures.findIndex(({ number }) => number <= error);
	return place === -1 ? Math.max(0, failures.length - 1) : place;
}

/** The failures of the selected group, newest first. */
export function failuresOf({ state, observed }: Snapshot, view: ViewState): readonly Failure[] {
	const kind = state.errorGroups[selectedGroup(state, view)]?.kind;
	const kept = observed.failures.filter((error) => error.problem.kind === kind).reverse();
	if (kept.length > 0) return kept;
	// Of a kind that stopped long ago only the state knows some.
	return state.firstErrors
		.map((error, index) => ({ ...error, number: index + 1 }))
		.filter((error) => error.problem.kind === kind)
		.reverse();
}

/** What the help screen lists: the run first, for whoever is asked for help, then every key. */
export function helpEntries(state: ImportState, display: Pick<Display, 'glyphs'>): ReturnType<typeof allKeys> {
	const run = state.started === undefined ? [] : [['this run', state.runId] as const];
	return [...run, ...allKeys(display)];
}

export interface ListRange {
	/** The furthest the list can be moved. */
	readonly most: number;
	/** One page, in entries. */
	readonly page: number;
}

/** How far the list on the screen can be moved. */
export function rangeOf(snapshot: Snapshot, view: ViewState, size: Size): ListRange {
	switch (view.screen) {
		case 'errors': {
			if (!view.opened) return { most: Math.max(0, snapshot.state.errorGroups.length - 1), page: 5 };
			return { most: Math.max(0, failuresOf(snapshot, view).length - 1), page: 3 };
		}
		case 'workers': {
			const workers = workersOf(snapshot).length;
			const { columns, rows } = layOutWorkers(size, workers);
			return rangeIn(workers, columns * rows);
		}
		case 'log':
			return rangeIn(snapshot.log.length, listRows(size));
		case 'help':
			return rangeIn(helpEntries(snapshot.state, { glyphs: unicodeGlyphs }).length, listRows(size));
		case 'dashboard':
			return { most: 0, page: 1 };
	}
}

function rangeIn(entries: number, shown: number): ListRange {
	return { most: Math.max(0, entries - shown), page: Math.max(1, shown - 1) };
}
