import type { ImportControl } from '../import/control.ts';
import type { ErrorGroup } from '../import/errors.ts';
import type { ImportState } from '../import/progress.ts';
import { countOf } from './figures.ts';
import { failuresOf, firstInFull, selectedGroup } from './lists.ts';
import type { DashboardStore } from './store.ts';
import type { ViewState } from './view-state.ts';

/** Has the homes of the selected group fetched again. @returns what came of it, for the footer. */
export function retryGroup(store: DashboardStore, control: ImportControl, view: ViewState): string {
	const before = store.latest();
	const shown = store.snapshot().state;
	const group = shown.errorGroups[selectedGroup(shown, view)];
	if (group === undefined) return 'there is nothing to try again';
	if (before.stopping !== undefined) return 'the run stops: the next one tries them again';
	control.retry(group.kind);
	const count = store.latest().retried - before.retried;
	if (count > 0) return `${countOf(count, 'home')} ${count === 1 ? 'is' : 'are'} tried again`;
	return refusal(group, store.latest());
}

/** Why the engine took up none of them. */
function refusal({ latest }: ErrorGroup, { pages }: ImportState): string {
	if (latest.id === null) return 'without an id they cannot be fetched';
	if (pages.recalled > pages.fetchedAgain) return 'they are fetched again already';
	return 'too late for this run: the next one tries them again';
}

/** Where an id can be copied to. */
export interface Clipboard {
	/** False where there is none. */
	readonly copy: (text: string) => boolean;
	/** Foreign text made harmless. */
	readonly show: (text: string) => string;
}

/** Copies the id of the first error that the screen shows in full. @returns what came of it, for the footer. */
export function copyId(store: DashboardStore, { copy, show }: Clipboard, view: ViewState): string {
	const failures = failuresOf(store.snapshot(), view);
	const error = failures[firstInFull(failures, view)];
	if (error === undefined) return 'there is no id to copy';
	if (error.id === null) return 'it came without an id';
	return `${copy(error.id) ? 'copied' : 'no clipboard here:'} ${show(error.id)}`;
}
