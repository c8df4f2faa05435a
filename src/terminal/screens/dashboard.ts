import type { Display } from '../display.ts';
import { type DashboardLayout, layOut } from '../layout.ts';
import { countsLine } from '../parts/counts-line.ts';
import { errorLines } from '../parts/error-lines.ts';
import { framed, margin, type ScreenInput } from '../parts/frame.ts';
import { logLines } from '../parts/log-lines.ts';
import { progressLine } from '../parts/progress-line.ts';
import { latencyLine, speedLine } from '../parts/speed-lines.ts';
import { batchesLine, limitLine } from '../parts/status-lines.ts';
import { workerLines } from '../parts/worker-grid.ts';
import { titleOf, workersOf } from '../selectors.ts';
import type { Snapshot } from '../store.ts';

/** The import as a whole, on one screen. */
export function dashboardLines(input: ScreenInput, display: Display): readonly string[] {
	const { snapshot, size } = input;
	const layout = layOut(size, workersOf(snapshot).length, snapshot.observed.failures.length);
	const title = display.show(titleOf(snapshot.state, display.glyphs.separator));
	return framed(title, bodyLines(snapshot, layout, display).map(margin), input, display);
}

function bodyLines(snapshot: Snapshot, layout: DashboardLayout, display: Display): readonly string[] {
	const { width, workerColumns, workerRows } = layout;
	const gap = (number: number): readonly string[] => (layout.gaps >= number ? [''] : []);
	const workers = { width, columns: workerColumns, rows: workerRows };
	return [
		progressLine(snapshot.state, width, display),
		countsLine(snapshot, width, display),
		...gap(3),
		...(layout.speed ? [speedLine(snapshot, width, display)] : []),
		...(layout.latency ? [latencyLine(snapshot, width, display)] : []),
		...(layout.limit ? [limitLine(snapshot, width, display)] : []),
		...(layout.batches ? [batchesLine(snapshot, width, display)] : []),
		...gap(1),
		...(workerRows > 0 ? workerLines(snapshot, workers, display) : []),
		...gap(2),
		...(layout.errorHeading ? errorLines(snapshot, width, layout.errorRows, display) : []),
		...newestOfLog(snapshot, layout, display),
	];
}

function newestOfLog({ log }: Snapshot, { logRows, width }: DashboardLayout, display: Display): readonly string[] {
	if (logRows === 0 || log.length === 0) return [];
	const lines = logLines(log.slice(-logRows), width - 2, display);
	return ['', display.paint('rest', 'Log'), ...lines.map((line) => `  ${line}`)];
}
