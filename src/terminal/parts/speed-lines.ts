import { activeMs } from '../../import/pace.ts';
import { formatMs } from '../../shared/format.ts';
import { spread } from '../columns.ts';
import type { Display } from '../display.ts';
import { formatRate, formatSpeed } from '../figures.ts';
import { firstFitting, joinFitting } from '../fit.ts';
import { atRest, latency, speedHistory, speedsOf } from '../selectors.ts';
import { sparkline } from '../sparkline.ts';
import type { Snapshot } from '../store.ts';
import { labelled, labelWidth } from './labelled.ts';

const sparkSeconds = 5;
/** Five minutes. */
const longestSpark = 60;
const shortestSpark = 8;
const gap = 3;
const numberColumns = 5;

export function speedLine(snapshot: Snapshot, width: number, display: Display): string {
	const { state, observed, now } = snapshot;
	const room = width - labelWidth;
	const text = speedText(snapshot, room, display.glyphs.nothing);
	const signs = Math.min(longestSpark, room - text.length - gap);
	if (signs < shortestSpark) return labelled('Speed', text, display);
	const seconds = state.started === undefined ? 0 : activeMs(state.pace, now) / 1000;
	const values = speedHistory(observed.fetched, seconds, sparkSeconds, signs);
	return labelled('Speed', spread(text, sparkline(values, display), room), display);
}

function speedText(snapshot: Snapshot, width: number, nothing: string): string {
	const { now, overall } = speedsOf(snapshot);
	const moment = atRest(snapshot.state) ? nothing : formatSpeed(now);
	const words = [`${moment.padStart(numberColumns)} now`, `${formatSpeed(overall).padStart(numberColumns)} overall`];
	return joinFitting([...words, 'homes/s'], width);
}

export function latencyLine(snapshot: Snapshot, width: number, display: Display): string {
	const { glyphs } = display;
	const room = width - labelWidth;
	const shown = (share: number): string => {
		const ms = latency(snapshot.state, share);
		return (ms === undefined ? glyphs.nothing : formatMs(ms)).padStart(8);
	};
	const text = joinFitting([`${shown(0.5)} half`, `${shown(0.95)} nearly all`], room, ' ');
	const requests = requestText(snapshot, room - text.length - gap, glyphs.nothing);
	return labelled('Latency', spread(text, requests, room), display);
}

function requestText({ state, ...snapshot }: Snapshot, room: number, nothing: string): string {
	const { rate } = state.control;
	const now = atRest(state) ? nothing : formatSpeed(speedsOf({ state, ...snapshot }).requests);
	const text = `${now.padStart(numberColumns)} requests/s`;
	return firstFitting(rate > 0 ? [`${text} of ${formatRate(rate)} allowed`, text] : [text], room);
}
