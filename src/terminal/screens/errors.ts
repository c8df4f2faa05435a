import { formatCount } from '../../shared/format.ts';
import type { Display } from '../display.ts';
import { errorInFull, groupText } from '../error-text.ts';
import { countOf } from '../figures.ts';
import { joinFitting } from '../fit.ts';
import { layOutErrors } from '../layout.ts';
import { failuresOf, firstInFull, selectedGroup } from '../lists.ts';
import { framed, margin, type ScreenInput } from '../parts/frame.ts';
import { ruleOf } from '../parts/rule.ts';
import { triedAgain } from '../selectors.ts';
import type { Snapshot } from '../store.ts';
import { wrapWords } from '../wrap.ts';

/** The errors by kind, and those of the selected kind in full, newest first. */
export function errorsLines(input: ScreenInput, display: Display): readonly string[] {
	const { snapshot, size } = input;
	const width = size.columns - 2;
	const body =
		snapshot.state.errorGroups.length === 0
			? ['', ...noErrors(snapshot, width, display)]
			: [
					...groupLines(input, display).map(margin),
					...ruleOf(size.columns, display),
					...linesInFull(input, display).map(margin),
				];
	return framed(titleText(input, width), body, input, display);
}

/** The header's right side takes up to 30 columns. */
const headerState = 30;

function titleText({ snapshot, view }: ScreenInput, width: number): string {
	const groups = snapshot.state.errorGroups;
	const count = groups.reduce((sum, group) => sum + group.count, 0);
	const counted = count === 0 ? 'none' : `${formatCount(count)} in ${countOf(groups.length, 'group')}`;
	const newer = firstInFull(failuresOf(snapshot, view), view);
	const above = newer === 0 ? '' : `${formatCount(newer)} newer`;
	return joinFitting(
		['Errors', counted, triedAgain(snapshot), above].filter((part) => part !== ''),
		Math.max(width - headerState, 20),
	);
}

function noErrors(snapshot: Snapshot, width: number, { paint }: Display): readonly string[] {
	return wrapWords(noErrorsText(snapshot), width).map((line) => margin(paint('rest', line)));
}

function noErrorsText(snapshot: Snapshot): string {
	const again = triedAgain(snapshot);
	if (again === '') return 'Every home so far could be fetched and stored.';
	if (snapshot.state.stopping === undefined) return `Nothing else is open: ${again}, before all others.`;
	return `Nothing else is open: ${again}, as far as the run still gets; the next one fetches the rest.`;
}

function groupLines({ snapshot, size, view }: ScreenInput, display: Display): readonly string[] {
	const { errorGroups } = snapshot.state;
	const shown = layOutErrors(size, errorGroups.length).groups;
	const selected = selectedGroup(snapshot.state, view);
	const from = Math.max(0, Math.min(selected - shown + 1, errorGroups.length - shown));
	return errorGroups
		.slice(from, from + shown)
		.map((group, index) => groupText(group, from + index === selected, size.columns - 2, display));
}

function linesInFull({ snapshot, size, view }: ScreenInput, display: Display): readonly string[] {
	const { rows } = layOutErrors(size, snapshot.state.errorGroups.length);
	// Each takes three rows at least.
	const failures = failuresOf(snapshot, view);
	const from = firstInFull(failures, view);
	const errors = failures.slice(from, from + Math.ceil(rows / 3));
	return errors.flatMap((error) => errorInFull(error, size.columns - 2, display)).slice(0, rows);
}
