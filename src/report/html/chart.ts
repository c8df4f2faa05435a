import { html, type Markup } from './markup.ts';
import { type Scale, type Tick, timeTicks } from './scale.ts';

/** Values over time: each holds from the end of the one before to its own; null where there is none. */
export interface Series {
	/** A class of the style sheet, which gives the colour. */
	readonly tone: string;
	readonly label: string;
	readonly filled?: boolean;
	readonly values: readonly (number | null)[];
}

export interface ChartOptions {
	/** Unique on the page. */
	readonly id: string;
	readonly title: string;
	readonly unit: string;
	/** What there is to see, for those who do not see it. */
	readonly description: string;
	/** The ends of the stretches, with their beginning in front: one more than there are values; epoch ms. */
	readonly times: readonly number[];
	readonly scale: Scale;
	readonly series: readonly Series[];
}

/** Units of the drawing, which is stretched to whatever room there is. */
const width = 1000;
const height = 200;

/** A chart over time. Its letters are text beside the drawing, so that they keep their size whatever the width of the page. */
export function timeChart({ id, title, unit, description, times, scale, series }: ChartOptions): Markup {
	const legend = series.length < 2 ? [] : series;
	return html`<figure class="chart">
<figcaption><h3>${title}</h3> <span class="unit">${unit}</span>${legend.map(
		({ tone, label }) => html`<span class="key"><i class="swatch ${tone}"></i>${label}</span>`,
	)}</figcaption>
<div class="plot"><div class="y" aria-hidden="true">${scale.ticks.map(
		({ place, label }) => html`<span style="bottom:${percent(place)}">${label}</span>`,
	)}</div>
<svg role="img" aria-labelledby="${id}-title ${id}-text" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">
<title id="${id}-title">${title}, ${unit}</title><desc id="${id}-text">${description}</desc>
<path class="grid" d="${scale.ticks.map(({ place }) => `M0 ${short(height * (1 - place))}h${width}`).join('')}"/>
${series.map((each) => drawn(each, times, scale.most))}
</svg>
${timeAxis(times)}</div>
</figure>`;
}

/** The times under a drawing. */
export function timeAxis(times: readonly number[]): Markup {
	const ticks: readonly Tick[] = timeTicks(times[0] ?? 0, times.at(-1) ?? 0);
	return html`<div class="x" aria-hidden="true">${ticks.map(
		({ place, label }) => html`<span style="left:${percent(place)}">${label}</span>`,
	)}</div>`;
}

/** Along the drawing, 0 to `width`. */
export function placeOf(time: number, times: readonly number[]): number {
	const [from = 0] = times;
	const length = Math.max(1, (times.at(-1) ?? 0) - from);
	return ((time - from) / length) * width;
}

function drawn({ tone, filled, values }: Series, times: readonly number[], most: number): Markup {
	const line: string[] = [];
	const area: string[] = [];
	let open = false;
	for (const [index, value] of values.entries()) {
		const from = short(placeOf(times[index] ?? 0, times));
		const to = short(placeOf(times[index + 1] ?? 0, times));
		if (value !== null) {
			const y = short(height * (1 - value / most));
			line.push(`${open ? 'V' : `M${from} `}${y}H${to}`);
			area.push(`M${from} ${height}V${y}H${to}V${height}`);
		}
		open = value !== null;
	}
	return html`${filled === true ? html`<path class="area ${tone}" d="${area.join('')}"/>` : ''}<path class="line ${tone}" d="${line.join('')}"/>`;
}

export function percent(share: number): string {
	return `${short(share * 100)}%`;
}

/** A number as short as the drawing needs it. */
export function short(value: number): string {
	return String(Math.round(value * 10) / 10);
}
