import type { Reconciled } from '../import/events.ts';
import type { ImportState } from '../import/progress.ts';
import { formatCount } from '../shared/format.ts';
import { sanitize } from '../shared/sanitize.ts';

const shownPartitions = 20;

/** What the API has against what the tables hold, and where the difference comes from: the last word of every summary. */
export function reconciliationLines({ started, counts, expectedOf, reconciliation }: ImportState): string[] {
	const discovered = `discovered ${formatCount(counts.discovered)}`;
	if (started?.limit != null) {
		return [row('asked for', `${formatCount(counts.expected || started.limit)}   ${discovered}`)];
	}
	const { partitions = [], problem } = reconciliation ?? {};
	if (partitions.length === 0) {
		const why = problem === undefined ? '' : `   the tables could not be counted: ${sanitize(problem)}`;
		// Nothing was read, or homes were tried again: then there is no list to compare with.
		if (Object.keys(expectedOf).length === 0) return [row('in the API', `not known${why}`)];
		const label = reconciliation === undefined || problem !== undefined ? 'in the API' : 'asked for';
		return [row(label, `${formatCount(counts.expected)}   ${discovered}${why}`)];
	}
	const off = partitions.length === 1 ? [] : partitions.filter((partition) => difference(partition) !== 0);
	const more = off.length - shownPartitions;
	return [
		row('in the API', figures(total(partitions))),
		...off.slice(0, shownPartitions).map((partition) => `    ${sanitize(partition.name)}: ${figures(partition)}`),
		...(more > 0 ? [`    and ${formatCount(more)} more partitions with a difference`] : []),
	];
}

function row(label: string, content: string): string {
	return `  ${label.padEnd(13)}${content}`;
}

function figures(partition: Reconciled): string {
	const words = reasons(partition);
	const why = words.length === 0 ? '' : `: ${words.join(', ')}`;
	const { expected, stored } = partition;
	return `${formatCount(expected)}   stored ${formatCount(stored)}   difference ${formatCount(difference(partition))}${why}`;
}

function difference({ expected, stored }: Reconciled): number {
	return expected - stored;
}

/** Where the difference comes from; together they are the difference. */
function reasons({ failed, gone, missing, extra }: Reconciled): string[] {
	const parts: [count: number, words: string][] = [
		[failed, 'failed'],
		[gone, 'gone'],
		[missing, 'left for the next run'],
		[-missing, 'left the API meanwhile'],
		[extra, 'stored that the API does not list now'],
		[-extra, 'stored under another type or municipality than they were listed under'],
	];
	return parts.filter(([count]) => count > 0).map(([count, words]) => `${formatCount(count)} ${words}`);
}

function total(partitions: readonly Reconciled[]): Reconciled {
	const sum = (of: (partition: Reconciled) => number): number => partitions.reduce((all, each) => all + of(each), 0);
	return {
		name: '',
		expected: sum(({ expected }) => expected),
		stored: sum(({ stored }) => stored),
		failed: sum(({ failed }) => failed),
		gone: sum(({ gone }) => gone),
		missing: sum(({ missing }) => missing),
		extra: sum(({ extra }) => extra),
	};
}
