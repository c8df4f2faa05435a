import { listRows, type Size } from './layout.ts';
import { workersOf } from './selectors.ts';
import type { Failure, Snapshot } from './store.ts';
import type { ViewState } from './view-state.ts';

/** The failures of the selected group, newest first. */
export function failuresOf({ state, observed }: Snapshot, view: ViewState): readonly Failure[] {
	const kind = state.errorGroups[view.group]?.kind;
	const kept = observed.failures.filter((error) => error.problem.kind === kind).reverse();
	if (kept.length > 0) return kept;
	// Of a kind that stopped long ago only the state knows some.
	return state.firstErrors
		.map((error, index) => ({ ...error, number: index + 1 }))
		.filter((error) => error.problem.kind === kind)
		.reverse();
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
		case 'workers':
			return rangeIn(workersOf(snapshot).length, listRows(size, 1));
		case 'log':
			return rangeIn(snapshot.log.length, listRows(size));
		default:
			return { most: 0, page: 1 };
	}
}

function rangeIn(entries: number, rows: number): ListRange {
	return { most: Math.max(0, entries - rows), page: Math.max(1, rows - 1) };
}
