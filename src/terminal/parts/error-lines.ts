import { formatCount } from '../../shared/format.ts';
import type { Display } from '../display.ts';
import { errorText } from '../error-text.ts';
import { joinFitting } from '../fit.ts';
import { triedAgain } from '../selectors.ts';
import type { Snapshot } from '../store.ts';
import { labelled, labelWidth } from './labelled.ts';

/**
 * How many of which kind, and the newest of them.
 * @param rows under the heading, filled or not.
 */
export function errorLines(snapshot: Snapshot, width: number, rows: number, display: Display): readonly string[] {
	const newest = rows === 0 ? [] : snapshot.observed.failures.slice(-rows).reverse();
	const lines = newest.map((error) => `  ${errorText(error, width - 2, display)}`);
	return [errorHeading(snapshot, width, display), ...lines, ...Array(rows - lines.length).fill('')];
}

function errorHeading(snapshot: Snapshot, width: number, display: Display): string {
	const { show, paint } = display;
	const { errorGroups } = snapshot.state;
	const count = errorGroups.reduce((sum, group) => sum + group.count, 0);
	const again = triedAgain(snapshot);
	const kinds = errorGroups.map((group) => `${formatCount(group.count)} ${show(group.kind)}`);
	const parts = [count === 0 ? 'none' : formatCount(count), ...(again === '' ? [] : [again]), ...kinds];
	const text = joinFitting(parts, width - labelWidth);
	return labelled('Errors', paint(count === 0 ? 'rest' : 'failed', text), display);
}
