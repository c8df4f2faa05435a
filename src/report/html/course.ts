import type { RunDetails, SampleRecord } from '../../ledger/run-record.ts';
import { formatCount, formatDateTime, formatMs, formatPercent } from '../../shared/format.ts';
import { bindingShares, bindingWords } from '../binding-words.ts';
import { placeOf, short, timeAxis, timeChart } from './chart.ts';
import { html, type Markup } from './markup.ts';
import { valueScale } from './scale.ts';
import { table } from './table.ts';

/** How the run went: speed, answer times, and what held it back, over its time. */
export function courseSection(run: RunDetails): Markup {
	const { samples, startedAt } = run;
	if (samples.length === 0) {
		return html`<section><h2>How it went</h2><p class="none">No samples were kept of this run.</p></section>`;
	}
	const times = [startedAt.getTime(), ...samples.map(({ at }) => at.getTime())];
	return html`<section><h2>How it went</h2>
<p class="lead">Times are local (${zoneOf(startedAt)}). ${formatCount(samples.length)} samples, one ${every(times)}.</p>
${throughput(run, times)}
${latency(run, times)}
${bindingBand(run, times)}
<details><summary>The same as a table</summary>${sampleTable(samples)}</details>
</section>`;
}

function throughput({ samples, pace }: RunDetails, times: readonly number[]): Markup {
	const speeds = samples.map(({ done }, index) => perSecond(done, times, index));
	const failures = samples.map(({ failed }, index) => perSecond(failed, times, index));
	const most = Math.max(...speeds);
	const overall = pace === null ? '' : `, ${pace.homesPerSecond.toFixed(1)} overall`;
	const failing = { tone: 'failed', label: 'failed', filled: true, values: failures };
	return timeChart({
		id: 'throughput',
		title: 'Throughput',
		unit: 'homes a second',
		description: `At most ${most.toFixed(1)} homes a second${overall}. The table below has every value.`,
		times,
		scale: valueScale(most, decimals),
		series: [
			{ tone: 'imported', label: 'finished', filled: true, values: speeds },
			...(failures.some((failed) => failed > 0) ? [failing] : []),
		],
	});
}

function latency({ samples, latency: whole }: RunDetails, times: readonly number[]): Markup {
	const p95 = samples.map(({ p95LatencyMs }) => p95LatencyMs);
	const words =
		whole === null
			? 'Half of the answers, and 95 of 100, were faster than this.'
			: `Over the whole run half of the answers took less than ${formatMs(whole.p50)}, 95 of 100 less than ${formatMs(whole.p95)}, 99 of 100 less than ${formatMs(whole.p99)}.`;
	return timeChart({
		id: 'latency',
		title: 'Latency',
		unit: 'ms, answers at the first try',
		description: words,
		times,
		scale: valueScale(Math.max(...p95.map((ms) => ms ?? 0)), decimals),
		series: [
			{ tone: 'updated', label: '95 of 100 faster', values: p95 },
			{ tone: 'imported', label: 'half faster', values: samples.map(({ medianLatencyMs }) => medianLatencyMs) },
		],
	});
}

function bindingBand({ samples, startedAt }: RunDetails, times: readonly number[]): Markup {
	const shares = bindingShares(startedAt, samples);
	const words = shares
		.map(({ binding, share }) => `${bindingWords(binding).words}, ${formatPercent(share)}`)
		.join('; ');
	return html`<figure class="chart">
<figcaption><h3>What held it back</h3> <span class="unit">the limit of each moment</span></figcaption>
<div class="plot band"><svg role="img" aria-labelledby="binding-title binding-text" viewBox="0 0 1000 10" preserveAspectRatio="none">
<title id="binding-title">What held the run back over its time</title><desc id="binding-text">${words}.</desc>
${stretches(samples).map(({ binding, from, to }) => {
	const left = placeOf(times[from] ?? 0, times);
	const right = placeOf(times[to] ?? 0, times);
	return html`<path class="limit ${toneOf(binding)}" d="M${short(left)} 0H${short(right)}V10H${short(left)}z"/>`;
})}
</svg>
${timeAxis(times)}</div>
<ul class="legend">${shares.map(
		({ binding, share }) =>
			html`<li><i class="swatch limit ${toneOf(binding)}"></i><b>${formatPercent(share)}</b> ${bindingWords(binding).words}</li>`,
	)}</ul>
</figure>`;
}

const tones: readonly string[] = ['latency', 'rate', 'database', 'discovery', 'api', 'paused'];

/** A class name; never what the database says as it is. */
function toneOf(binding: string): string {
	return tones.includes(binding) ? `limit-${binding}` : 'limit-unknown';
}

/** Neighbouring samples with the same limit, as one; indexes of times. */
function stretches(samples: readonly SampleRecord[]): { binding: string; from: number; to: number }[] {
	const joined: { binding: string; from: number; to: number }[] = [];
	for (const [index, { binding }] of samples.entries()) {
		const last = joined.at(-1);
		if (last?.binding === binding) last.to = index + 1;
		else joined.push({ binding, from: index, to: index + 1 });
	}
	return joined;
}

function sampleTable(samples: readonly SampleRecord[]): Markup {
	const heads = ['until', 'finished#', 'failed#', 'requests#', 'half, ms#', '95 %, ms#', 'workers#', 'limit'];
	return table(
		'Samples of the run',
		heads,
		samples.map(({ at, done, failed, requests, medianLatencyMs, p95LatencyMs, workers, binding }) => [
			`${formatDateTime(at)}:${String(at.getSeconds()).padStart(2, '0')}`,
			...[done, failed, requests].map(formatCount),
			...[medianLatencyMs, p95LatencyMs].map((ms) => (ms === null ? '–' : formatCount(ms))),
			formatCount(workers),
			binding,
		]),
	);
}

function perSecond(count: number, times: readonly number[], index: number): number {
	const ms = (times[index + 1] ?? 0) - (times[index] ?? 0);
	return ms <= 0 ? 0 : (count / ms) * 1000;
}

function decimals(value: number): string {
	return Number.isInteger(value) ? formatCount(value) : value.toFixed(1);
}

function every(times: readonly number[]): string {
	const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000 / Math.max(1, times.length - 1);
	return `every ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s or so`;
}

/** "UTC+01:00" */
function zoneOf(date: Date): string {
	const minutes = -date.getTimezoneOffset();
	const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
	return `UTC${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}
