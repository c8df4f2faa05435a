import type { FailureGroup, PartitionRecord } from '../../ledger/run-record.ts';
import { formatCount, formatDateTime } from '../../shared/format.ts';
import type { NoticedChange, RunChanges } from '../../shared/noticed-change.ts';
import { optionEntries } from '../option-entries.ts';
import { html, type Markup } from './markup.ts';
import { foldedTable, table } from './table.ts';

const longestValue = 120;

/** What failed, by kind, with the first of each in full. */
export function errorSection(failures: readonly FailureGroup[]): Markup {
	if (failures.length === 0) return html`<section><h2>Errors</h2><p class="none">No home failed.</p></section>`;
	const solved = failures.reduce((sum, { count, open }) => sum + count - open, 0);
	const all = failures.reduce((sum, { count }) => sum + count, 0);
	return html`<section><h2>Errors</h2>
<p class="lead">${formatCount(all)} in this run${solved === 0 ? '' : `, ${formatCount(solved)} of them solved since`}. Fetch what is open again with <code>bolig-import retry</code>.</p>
${failures.map(
	({ kind, count, open, first }) =>
		html`<div class="kind"><h3>${kind} <span class="count">${formatCount(count)}</span>${
			open === count ? '' : html` <span class="unit">${formatCount(open)} still open</span>`
		}</h3><ul>${first.map(
			({ label, addressId, message, attempts, failedAt }) =>
				html`<li><b>${label}</b> <span class="unit">${formatDateTime(failedAt)}, ${formatCount(attempts)} ${attempts === 1 ? 'try' : 'tries'}, ${addressId ?? 'no id'}</span><br>${cut(message, 400)}</li>`,
		)}</ul>${count > first.length ? html`<p class="unit">and ${formatCount(count - first.length)} more</p>` : ''}</div>`,
)}</section>`;
}

/** What the API said it has against what became of it, by partition. */
export function reconciliationSection(partitions: readonly PartitionRecord[]): Markup {
	if (partitions.length === 0) return html``;
	const shown = partitionCounts.filter(
		({ always = false, of }) => always || partitions.some((partition) => (of(partition) ?? 0) !== 0),
	);
	return html`<section><h2>Reconciliation</h2>
<p class="lead">What the API said it has, and where it is: imported (stored for the first time), updated or unchanged (stored before, and fetched), skipped (stored before, not fetched), failed, gone (404), or left for the next run. Homes that were known and are listed no more were asked for one by one, and are in none of these.</p>
${table(
	'Reconciliation by partition',
	['partition', ...shown.map(({ head }) => `${head}#`), 'state', 'in the tables now#'],
	partitions.map((partition) => {
		const { name, state, gap, inTables } = partition;
		const counts = shown.map(({ of }) => of(partition));
		return [
			name,
			...counts.map((count) => (count === null ? '–' : formatCount(count))),
			html`<span class="badge ${state === 'complete' ? 'good' : 'warn'}">${state}</span>${gap === null ? '' : html` <span class="unit">${gap}</span>`}`,
			formatCount(inTables),
		];
	}),
)}</section>`;
}

interface PartitionCount {
	readonly head: string;
	readonly of: (partition: PartitionRecord) => number | null;
	/** Told where every partition has 0 as well. */
	readonly always?: boolean;
}

const partitionCounts: readonly PartitionCount[] = [
	{ head: 'in the API', of: ({ expected }) => expected, always: true },
	{ head: 'imported', of: ({ imported }) => imported, always: true },
	{ head: 'updated', of: ({ updated }) => updated },
	{ head: 'unchanged', of: ({ unchanged }) => unchanged },
	{ head: 'skipped', of: ({ skipped }) => skipped, always: true },
	{ head: 'failed', of: ({ failed }) => failed, always: true },
	{ head: 'gone', of: ({ gone }) => gone },
	{ head: 'left', of: leftOf, always: true },
	{ head: 'listed no more', of: ({ unlisted }) => unlisted },
];

/** Listed, and none of what the run counted. */
function leftOf({ expected, skipped, stored, failed, gone }: PartitionRecord): number | null {
	return expected === null ? null : expected - skipped - stored - failed - gone;
}

interface KindWords {
	readonly title: string;
	/** "The first 50 changes" */
	readonly plural: string;
	readonly heads: readonly string[];
	readonly cells: (change: NoticedChange) => readonly string[];
}

const kindWords: Readonly<Record<NoticedChange['kind'], KindWords>> = {
	field: {
		...{ title: 'Fields that changed', plural: 'changes', heads: ['home', 'field', 'from', 'to'] },
		cells: ({ home, what, from, to }) => [home, what, shown(from), shown(to)],
	},
	price: {
		...{ title: 'Of asking prices', plural: 'events of asking prices' },
		heads: ['home', 'event', 'when', 'before, DKK#', 'price, DKK#'],
		cells: ({ home, what, at, from, to }) => [home, what, timeOr(at), shown(from), shown(to)],
	},
	sale: {
		...{ title: 'New sales', plural: 'new sales', heads: ['home', 'sale', 'when', 'price, DKK#'] },
		cells: ({ home, what, at, to }) => [home, what, timeOr(at), shown(to)],
	},
};

/** What the run found changed in homes that were stored before: the same that `changes` tells of it. */
export function changeSection(changes: RunChanges): Markup {
	const kinds = (['field', 'price', 'sale'] as const).filter((kind) => changes[kind].counts.length > 0);
	if (kinds.length === 0) {
		return html`<section><h2>Changes found</h2><p class="none">No change of a stored home was noticed in this run.</p></section>`;
	}
	const all = kinds.flatMap((kind) => changes[kind].counts).reduce((sum, { count }) => sum + count, 0);
	return html`<section><h2>Changes found</h2>
<p class="lead">${formatCount(all)} in homes that were stored before.</p>
${kinds.map((kind) => {
	const [{ counts, first }, { title, plural, heads, cells }] = [changes[kind], kindWords[kind]];
	const bars = countBars(
		title,
		counts.map(({ what, count }) => [what, count]),
	);
	return html`${bars}${foldedTable(`The first ${formatCount(first.length)} ${plural}`, heads, first.map(cells))}`;
})}</section>`;
}

/** What the run was started with. */
export function optionSection(options: Readonly<Record<string, unknown>>): Markup {
	return html`<section><h2>Started with</h2><dl class="options">${optionEntries(options).map(
		([label, words]) => html`<div><dt>${label}</dt><dd>${words}</dd></div>`,
	)}</dl></section>`;
}

function countBars(title: string, counts: readonly (readonly [name: string, count: number])[]): Markup {
	const most = Math.max(...counts.map(([, count]) => count));
	return html`<h3>${title}</h3><ul class="bars">${counts.map(
		([name, count]) =>
			html`<li><span>${name}</span><i style="width:${Math.max(1, Math.round((count / most) * 60))}%"></i><b>${formatCount(count)}</b></li>`,
	)}</ul>`;
}

function timeOr(at: Date | null): string {
	return at === null ? '–' : formatDateTime(at);
}

function shown(value: unknown): string {
	if (value === null || value === undefined) return '–';
	if (typeof value === 'number') return formatCount(value);
	return cut(typeof value === 'string' ? value : JSON.stringify(value), longestValue);
}

function cut(text: string, most: number): string {
	return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
