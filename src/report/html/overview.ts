import type { RunCounts, RunDetails } from '../../ledger/run-record.ts';
import { formatCount, formatDateTime, formatDuration, formatMs } from '../../shared/format.ts';
import { lastHeardOf, lengthOf, statusWords, whatWords } from '../run-words.ts';
import { html, type Markup } from './markup.ts';

/** Which run this is, how it ended, and what its homes came to. */
export function overview(run: RunDetails): Markup {
	const { id, startedAt, finishedAt, status, counts } = run;
	const length = lengthOf(run);
	return html`<header>
<p class="brand">bolig-import, report of a run</p>
<h1>${whatWords(run)}</h1>
<p class="state"><span class="badge ${badgeOf(run)}">${statusWords(run)}${lastHeardOf(run)}</span>
<span>${id}</span> <span>${timeWords(startedAt, finishedAt)}</span></p>
</header>
<section aria-label="In short"><dl class="tiles">
${tile('imported', formatCount(counts.imported), besides(counts))}
${tile('failed', formatCount(counts.failed), counts.failed === 0 ? 'none' : 'homes', counts.failed > 0 ? 'bad' : '')}
${tile('took', length === undefined ? '–' : formatDuration(length), rested(run))}
${tile('speed', run.pace === null ? '–' : run.pace.homesPerSecond.toFixed(1), fasterWords(run))}
${tile('latency', run.latency === null ? '–' : formatMs(run.latency.p50), run.latency === null ? '' : `95 of 100 in ${formatMs(run.latency.p95)}`)}
${tile('requests', run.requests === null ? '–' : formatCount(run.requests), `${formatCount(run.batches)} batches`)}
</dl></section>
<section><h2>Every home accounted for</h2>${accounted(counts, status)}</section>`;
}

/** "2026-11-23 19:13 to 19:17"; the second date where it is another. */
function timeWords(startedAt: Date, finishedAt: Date | null): string {
	const [from, to] = [formatDateTime(startedAt), finishedAt === null ? '' : formatDateTime(finishedAt)];
	if (to === '') return from;
	return `${from} to ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}

function tile(label: string, figure: string, words: string, tone = ''): Markup {
	return html`<div class="tile ${tone}"><dt>${label}</dt><dd><b>${figure}</b> <span>${words}</span></dd></div>`;
}

function besides({ updated, skipped }: RunCounts): string {
	const others = Object.entries({ updated, skipped }).filter(([, count]) => count > 0);
	return others.length === 0 ? 'homes' : others.map(([name, count]) => `${formatCount(count)} ${name}`).join(', ');
}

function badgeOf({ status, counts }: RunDetails): string {
	if (status === 'completed') return counts.failed > 0 ? 'warn' : 'good';
	return status === 'blocked' || status === 'failed' ? 'bad' : 'warn';
}

function rested({ pace }: RunDetails): string {
	const ms = pace === null ? 0 : pace.durationMs - pace.activeMs;
	return ms < 1000 ? '' : `${formatDuration(ms)} at rest`;
}

function fasterWords({ pace }: RunDetails): string {
	const factor = pace === null || pace.activeMs === 0 ? 0 : pace.sequentialMs / pace.activeMs;
	return factor < 1 ? 'homes a second' : `homes a second, ${factor.toFixed(1)} x one at a time`;
}

const ends = ['imported', 'updated', 'unchanged', 'skipped', 'failed', 'gone'] as const;

const meanings: Readonly<Record<(typeof ends)[number], string>> = {
	imported: 'stored for the first time',
	updated: 'stored before, and changed',
	unchanged: 'stored before, fetched, and the same',
	skipped: 'stored before, not fetched',
	failed: 'could not be fetched, read or stored',
	gone: 'listed, but no longer there (404)',
};

function accounted(counts: RunCounts, status: string): Markup {
	const shown = ends.filter((end) => counts[end] > 0);
	const told = shown.map((end) => `${formatCount(counts[end])} ${end}`).join(' + ') || '0';
	const sum = ends.reduce((total, end) => total + counts[end], 0);
	const words =
		counts.discovered === null
			? `The run told no end (${status}): this is what its commits counted: ${told}.`
			: `${formatCount(counts.discovered)} discovered = ${told}`;
	return html`<p class="lead">${words}</p>
${sum === 0 ? '' : html`<div class="bar" aria-hidden="true">${shown.map((end) => html`<i class="${end}" style="flex-grow:${counts[end]}"></i>`)}</div>`}
<ul class="legend">${shown.map(
		(end) => html`<li><i class="swatch ${end}"></i><b>${formatCount(counts[end])}</b> ${end}: ${meanings[end]}</li>`,
	)}</ul>`;
}
