import type { HomeMap, MapCell, MapKind } from '../../ledger/run-record.ts';
import { formatCount } from '../../shared/format.ts';
import { percent, short } from './chart.ts';
import { placeLabels } from './map-labels.ts';
import { html, type Markup } from './markup.ts';
import { roundStep } from './scale.ts';
import { table } from './table.ts';

/** Units of the drawing per cell. */
const cellWidth = 10;
const rowHeight = (cellWidth * Math.sqrt(3)) / 2;
/** Around the homes. */
const margin = 2 * cellWidth;
/** Dots of so many sizes: their areas go with the homes that they stand for. */
const sizes = 5;
const largestDot = 9.6;
const kmPerDegree = 111.32;

const kinds: readonly (readonly [kind: MapKind, words: string])[] = [
	['before', 'stored, not looked at by this run'],
	['unchanged', 'looked at, unchanged'],
	['imported', 'fetched by this run'],
	['updated', 'changed'],
	['failed', 'failed'],
];

/** Where the homes are: a dot for the homes of a cell, drawn as lines without length and with round ends, which take the fewest letters. */
export function mapSection(map: HomeMap): Markup {
	const { bounds, cells, columns, rows, totals, municipalities } = map;
	if (bounds === null) {
		return html`<section><h2>Map</h2><p class="none">No home of this run has coordinates.</p></section>`;
	}
	const [width, height] = [(columns + 0.5) * cellWidth + 2 * margin, rows * rowHeight + 2 * margin];
	const most = Math.max(...cells.map(({ count }) => count));
	const shown = kinds.filter(([kind]) => totals[kind] > 0);
	const words = shown.map(([kind, meaning]) => `${formatCount(totals[kind])} ${meaning}`).join(', ');
	return html`<section><h2>Map</h2>
<p class="lead">The larger a dot, the more homes it stands for, up to ${formatCount(most)}.${
		totals.unplaced === 0 ? '' : ` ${formatCount(totals.unplaced)} homes have no coordinates.`
	}</p>
<figure class="map"><div class="ground" style="aspect-ratio:${short(width)}/${short(height)}">
<svg role="img" aria-labelledby="map-title map-text" viewBox="${-margin} ${-margin} ${short(width)} ${short(height)}">
<title id="map-title">Where the homes of this run are</title><desc id="map-text">${words}. North is up.</desc>
${shown.map(([kind]) => dots(kind, cells, most))}
</svg>
<div aria-hidden="true">${placeLabels(map, { width, height, margin, cellWidth, rowHeight }).map(
		({ name, x, y, minor }) =>
			html`<span class="place ${minor ? 'minor' : ''}" style="left:${percent(x)};top:${percent(y)}">${name}</span>`,
	)}${scaleBar(map, width)}</div></div>
<figcaption><ul class="legend">${shown.map(
		([kind, meaning]) => html`<li><i class="swatch ${kind}"></i><b>${formatCount(totals[kind])}</b> ${meaning}</li>`,
	)}</ul></figcaption></figure>
${
	municipalities.length < 2
		? ''
		: html`<details><summary>The homes by municipality</summary>${table(
				'Homes on the map by municipality',
				['municipality', 'homes#'],
				municipalities.map(({ name, homes }) => [name, formatCount(homes)]),
			)}</details>`
}</section>`;
}

function dots(kind: MapKind, cells: readonly MapCell[], most: number): Markup {
	const bySize = Map.groupBy(
		cells.filter((cell) => cell.kind === kind),
		({ count }) => Math.max(1, Math.ceil(sizes * Math.sqrt(count / most))),
	);
	return html`<g class="dots ${kind}">${[...bySize].map(
		([size, its]) =>
			html`<path stroke-width="${short(largestDot * (0.3 + (0.7 * size) / sizes))}" d="${its.map(dot).join('')}"/>`,
	)}</g>`;
}

function dot({ column, row }: MapCell): string {
	const x = (column + 0.5 + (row % 2) * 0.5) * cellWidth;
	return `M${short(x)} ${short((row + 0.5) * rowHeight)}h0`;
}

/** A round number of kilometres, a fifth of the width at most, or a little more. */
function scaleBar({ bounds, cell }: HomeMap, width: number): Markup {
	if (bounds === null) return html``;
	const latitude = (bounds.south + bounds.north) / 2;
	const km = (width / cellWidth) * cell.lon * kmPerDegree * Math.cos((latitude * Math.PI) / 180);
	const shown = roundStep(km / 9);
	return html`<span class="scale" style="width:${percent(shown / km)}">${shown < 1 ? `${Math.round(shown * 1000)} m` : `${shown} km`}</span>`;
}
