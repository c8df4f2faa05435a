import { startSandbox } from './child.ts';
import { freshDatabase } from './databases.ts';
import { type ImportRun, importWithEvents } from './importer.ts';
import { median, middleBy, percent, perSecond } from './numbers.ts';
import { type BenchOptions, type Line, type Row, repeat } from './row.ts';

export interface LatencyRowOptions {
	readonly name: string;
	readonly workers: number;
	readonly latencyMs: number;
	readonly homes: number;
	readonly importingTarget: number;
	readonly wholeTarget: number;
}

/** An API that takes its time: how near the importer comes to `workers / latency`, the most that so many workers can fetch. */
export function latencyRow({ name, workers, latencyMs, homes, importingTarget, wholeTarget }: LatencyRowOptions): Row {
	return {
		name,
		needsServer: false,
		async measure(options: BenchOptions): Promise<Line[]> {
			const runs = await repeat(options, name, () => importOnce(workers, latencyMs, homes));
			const what = `${workers} workers, ${latencyMs} ms, ${homes.toLocaleString('en')} homes`;
			const importing = middleBy(runs.map(importingShare(workers)), ({ share }) => share);
			const whole = middleBy(
				runs.map(({ wallMs }) => ({ rate: homes / (wallMs / 1000), limit: workers / (latencyMs / 1000) })),
				({ rate }) => rate,
			);
			return [
				line(`${what}: while importing`, importing.rate, importing.limit, importingTarget),
				line(`${what}: whole run with its start`, whole.rate, whole.limit, wholeTarget),
			];
		},
	};
}

function line(what: string, rate: number, limit: number, target: number): Line {
	const share = rate / limit;
	const measured = perSecond(rate);
	return { what, measured, limit: perSecond(limit), share, target: `>= ${percent(target)}`, ok: share >= target };
}

async function importOnce(workers: number, latencyMs: number, homes: number): Promise<ImportRun> {
	await using sandbox = await startSandbox(latencyMs);
	await using database = await freshDatabase();
	const run = await importWithEvents(sandbox.url, database, ['--workers', String(workers), '--limit', String(homes)]);
	if (run.result.counts.imported !== homes) throw new Error(`only ${run.result.counts.imported} homes were imported`);
	return run;
}

/** From the first fetch that begins to the last that ends, against the latency that the client itself saw. */
function importingShare(workers: number) {
	return ({ events }: ImportRun): { rate: number; limit: number; share: number } => {
		const finished = events.filter((event) => event.type === 'worker.finished');
		const firstAt = events.find((event) => event.type === 'worker.fetching')?.at ?? 0;
		const lastAt = finished.at(-1)?.at ?? 0;
		const rate = finished.length / ((lastAt - firstAt) / 1000);
		const limit = workers / (median(finished.map(({ ms }) => ms)) / 1000);
		return { rate, limit, share: rate / limit };
	};
}
