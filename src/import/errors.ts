import type { ImportEvent } from './events.ts';
import type { Problem } from './ports.ts';

/** Errors shown in full; the others are counted by kind. */
export const shownErrors = 10;

export interface ShownError {
	readonly at: number;
	readonly id: string | null;
	readonly label: string;
	readonly attempts: number;
	readonly problem: Omit<Problem, 'payload'>;
}

export interface ErrorGroup {
	readonly kind: string;
	readonly count: number;
	/** The newest that came, whatever became of it. */
	readonly latest: ShownError;
}

/** What a display says of the homes that failed; made from the events, as all that it says. */
export interface Errors {
	/** The largest first. */
	readonly errorGroups: readonly ErrorGroup[];
	readonly firstErrors: readonly ShownError[];
	/** The newest error of each kind, whatever became of it. */
	readonly lastErrors: Readonly<Record<string, ShownError>>;
}

export const noErrors: Errors = { errorGroups: [], firstErrors: [], lastErrors: {} };

type Told<Type extends ImportEvent['type']> = Extract<ImportEvent, { type: Type }>;

/** This and the others say only what an event changes, since a whole state may be given. */
export function withError(errors: Errors, { at, id, label, attempts, problem }: Told<'home.failed'>): Errors {
	const error: ShownError = { at, id, label, attempts, problem };
	const { firstErrors, lastErrors } = errors;
	return {
		errorGroups: withMore(errors.errorGroups, problem.kind, 1, error),
		firstErrors: firstErrors.length < shownErrors ? [...firstErrors, error] : firstErrors,
		lastErrors: { ...lastErrors, [problem.kind]: error },
	};
}

/** A group keeps what cannot be fetched again: rows that came without an id. */
export function withRetried(errors: Errors, { kind, count, ids }: Told<'homes.retried'>): Partial<Errors> {
	return {
		errorGroups: withFewer(errors.errorGroups, kind, count),
		firstErrors: errors.firstErrors.filter(({ id }) => id === null || !ids.includes(id)),
	};
}

/** What was to be fetched again, and was not, is an error as before. */
export function withUnretried(errors: Errors, { kind, count }: Told<'homes.unretried'>): Partial<Errors> {
	const latest = errors.errorGroups.find((group) => group.kind === kind)?.latest ?? errors.lastErrors[kind];
	return latest === undefined ? {} : { errorGroups: withMore(errors.errorGroups, kind, count, latest) };
}

export function withSuperseded(errors: Errors, event: Told<'failure.superseded'>): Partial<Errors> {
	return {
		errorGroups: withFewer(errors.errorGroups, event.kind, 1),
		firstErrors: errors.firstErrors.filter(allButSuperseded(event)),
	};
}

/** To filter errors with, oldest first: leaves out the home's oldest of that kind. Where its own record has failed too, that is a newer one. */
export function allButSuperseded({ kind, id }: Told<'failure.superseded'>): (error: ShownError) => boolean {
	let isFound = false;
	return (error) => {
		if (isFound || error.id !== id || error.problem.kind !== kind) return true;
		isFound = true;
		return false;
	};
}

function withMore(
	groups: readonly ErrorGroup[],
	kind: string,
	more: number,
	latest: ShownError,
): readonly ErrorGroup[] {
	const known = groups.find((group) => group.kind === kind);
	const group = { kind, count: (known?.count ?? 0) + more, latest };
	return largestFirst([...groups.filter((other) => other !== known), group]);
}

function withFewer(groups: readonly ErrorGroup[], kind: string, fewer: number): readonly ErrorGroup[] {
	const left = groups.map((group) => (group.kind === kind ? { ...group, count: group.count - fewer } : group));
	return largestFirst(left.filter(({ count }) => count > 0));
}

function largestFirst(groups: readonly ErrorGroup[]): readonly ErrorGroup[] {
	return groups.toSorted((a, b) => b.count - a.count);
}
