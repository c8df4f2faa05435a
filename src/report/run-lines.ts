import type { FailureGroup, PartitionRecord, RunDetails, SampleRecord } from '../ledger/run-record.ts';
import { formatClock, formatCount, formatDateTime, formatDuration, formatMs, formatPercent } from '../shared/format.ts';
import { sanitize } from '../shared/sanitize.ts';
import { bindingShares, bindingWords } from './binding-words.ts';
import { optionEntries } from './option-entries.ts';
import { lastHeardOf, lengthOf, statusWords, whatWords } from './run-words.ts';

/** Columns of the chart. */
const chartWidth = 60;
const shownPartitions = 40;

/** Draws values as one line of signs, from nothing to the most. */
export type Sparks = (values: readonly number[]) => string;

/** One run in full, for people. */
export function runLines(run: RunDetails, sparks: Sparks): string[] {
	const took = lengthOf(run);
	return [
		`${run.id}: ${statusWords(run)}${lastHeardOf(run)}`,
		`  ${whatWords(run)}`,
		'',
		row('started', `${formatDateTime(run.startedAt)}${took === undefined ? '' : `   took ${formatDuration(took)}`}`),
		row('imported', countWords(run)),
		...speedRows(run),
		row(
			'requests',
			`${run.requests === null ? 'not known' : formatCount(run.requests)}   ${formatCount(run.batches)} batches`,
		),
		...errorRows(run.failures),
		...chartLines(run, sparks),
		'',
		...reconciliationLines(run.reconciliation),
		'',
		...optionEntries(run.options).map(([name, value]) => row(name, value)),
	];
}

function chartLines({ startedAt, samples }: RunDetails, sparks: Sparks): string[] {
	if (samples.length === 0) return [];
	const cells = chartCells(startedAt, samples);
	const ends = [startedAt, samples.at(-1)?.at ?? startedAt].map((at) => formatClock(at.getTime()));
	const shares = bindingShares(startedAt, samples);
	return [
		'',
		row(
			'homes/s',
			`${sparks(cells.map(({ speed }) => speed))}  at most ${Math.max(...cells.map(({ speed }) => speed)).toFixed(1)}`,
		),
		row('held back by', cells.map(({ binding }) => bindingWords(binding).letter).join('')),
		row('', `${ends[0]}${ends[1]?.padStart(Math.max(6, cells.length - 5))}`),
		...shares.map(({ binding, share }) => {
			const { letter, words } = bindingWords(binding);
			return row('', `${letter} ${formatPercent(share).padStart(7)}  ${words}`);
		}),
	];
}

function row(label: string, content: string): string {
	return `  ${label.padEnd(14)}${content}`;
}

function countWords({ counts }: RunDetails): string {
	const { imported, updated, unchanged, skipped, failed, gone } = counts;
	const others = Object.entries({ updated, unchanged, skipped, failed, gone }).filter(
		([name, count]) => count > 0 || name === 'skipped' || name === 'failed',
	);
	return [formatCount(imported), ...others.map(([name, count]) => `${name} ${formatCount(count)}`)].join('   ');
}

function speedRows({ pace, latency }: RunDetails): string[] {
	const rested = pace === null ? 0 : pace.durationMs - pace.activeMs;
	const factor = pace === null || pace.activeMs === 0 ? 0 : pace.sequentialMs / pace.activeMs;
	const speed =
		pace === null
			? 'not recorded: the run told no end'
			: [
					`${pace.homesPerSecond.toFixed(1)} homes/s`,
					...(factor >= 1 && pace.homesPerSecond > 0 ? [`${factor.toFixed(1)} x faster than one at a time`] : []),
					...(rested >= 1000 ? [`${formatDuration(rested)} paused or waiting`] : []),
				].join('   ');
	if (latency === null) return [row('speed', speed)];
	const answers = `${formatMs(latency.p50)} half   ${formatMs(latency.p95)} 95 of 100   ${formatMs(latency.p99)} 99 of 100`;
	return [row('speed', speed), row('latency', answers)];
}

function errorRows(failures: readonly FailureGroup[]): string[] {
	return failures.flatMap(({ kind, count, open, first }, index) => {
		const solved = count - open;
		const words = `${formatCount(count)} ${sanitize(kind)}${solved === 0 ? '' : `, ${formatCount(solved)} solved since`}`;
		const [example] = first;
		return [
			row(index === 0 ? 'errors' : '', words),
			...(example === undefined ? [] : [row('', `  ${sanitize(example.label)}: ${sanitize(example.message)}`)]),
		];
	});
}

/** The time of the run in equal parts: what was done a second in each, and what held it back there. */
function chartCells(startedAt: Date, samples: readonly SampleRecord[]): { speed: number; binding: string }[] {
	const start = startedAt.getTime();
	const end = samples.at(-1)?.at.getTime() ?? start;
	const width = Math.min(chartWidth, Math.max(samples.length, 1));
	return Array.from({ length: width }, (_, index) => {
		const from = start + ((end - start) * index) / width;
		const to = start + ((end - start) * (index + 1)) / width;
		return { speed: speedBetween(start, samples, from, to), binding: bindingAt(samples, (from + to) / 2) };
	});
}

/** A sample's homes are spread evenly over its time. */
function speedBetween(start: number, samples: readonly SampleRecord[], from: number, to: number): number {
	let before = start;
	let homes = 0;
	for (const { at, done } of samples) {
		const overlap = Math.min(to, at.getTime()) - Math.max(from, before);
		if (overlap > 0) homes += (done * overlap) / (at.getTime() - before);
		before = at.getTime();
	}
	return to > from ? (homes / (to - from)) * 1000 : 0;
}

function bindingAt(samples: readonly SampleRecord[], moment: number): string {
	return (samples.find(({ at }) => at.getTime() >= moment) ?? samples.at(-1))?.binding ?? '';
}

function reconciliationLines(partitions: readonly PartitionRecord[]): string[] {
	const more = partitions.length - shownPartitions;
	return [
		...partitions.slice(0, shownPartitions).flatMap((partition) => {
			const { name, expected, imported, updated, unchanged, skipped, failed, gone, unlisted, state, gap, inTables } =
				partition;
			const inApi = `in the API ${expected === null ? 'not known' : formatCount(expected)}`;
			const stored = [`imported ${formatCount(imported)}`, ...countsOf({ updated, unchanged, skipped })];
			const others = countsOf({ failed, gone, 'listed no more': unlisted });
			return [
				`  ${sanitize(name)}: ${sanitize(state)}, ${formatCount(inTables)} in the tables now`,
				`    ${[inApi, ...stored].join('   ')}`,
				...(others.length === 0 ? [] : [`    ${others.join('   ')}`]),
				...(gap === null ? [] : [`    ! ${sanitize(gap)}`]),
			];
		}),
		...(more > 0 ? [`  and ${formatCount(more)} more partitions: --json tells all`] : []),
	];
}

/** "failed 2", without those of which there are none. */
function countsOf(counts: Readonly<Record<string, number>>): string[] {
	return Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [`${name} ${formatCount(count)}`] : []));
}
