import type { RunOverview } from '../ledger/run-record.ts';
import { formatCount, formatDateTime, formatDuration } from '../shared/format.ts';
import { lengthOf, statusWords, whatWords } from './run-words.ts';

const columns = 80;
const idWidth = 23;
const startedWidth = 18;
const statusWidth = 27;

/** Runs, newest first, two lines each. */
export function runListLines(runs: readonly RunOverview[]): string[] {
	if (runs.length === 0) return ['There is no run yet.'];
	return [
		`${'run'.padEnd(idWidth)}${'started'.padEnd(startedWidth)}what`,
		`  ${'status'.padEnd(statusWidth - 2)}${figures('took', 'homes/s', 'imported', 'updated', 'skipped', 'failed')}`,
		...runs.flatMap((run) => ['', ...linesOf(run)]),
	];
}

function linesOf(run: RunOverview): string[] {
	const { id, startedAt, counts, pace } = run;
	const took = lengthOf(run);
	const what = cut(whatWords(run), columns - idWidth - startedWidth);
	return [
		`${id.padEnd(idWidth)}${formatDateTime(startedAt).padEnd(startedWidth)}${what}`,
		`  ${statusWords(run).padEnd(statusWidth - 2)}${figures(
			took === undefined ? '–' : formatDuration(took),
			pace === null ? '–' : pace.homesPerSecond.toFixed(1),
			...[counts.imported, counts.updated, counts.skipped, counts.failed].map(formatCount),
		)}`,
	];
}

function figures(...words: readonly string[]): string {
	const widths = [11, 8, 9, 8, 9, 7];
	return words.map((word, index) => word.padStart(widths[index] ?? 0)).join('');
}

function cut(text: string, width: number): string {
	return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
