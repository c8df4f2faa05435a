import type { Display } from '../display.ts';
import { cellWidth, columnGap, dealDown } from '../grid.ts';
import { layOutWorkers } from '../layout.ts';
import { framed, margin, type ScreenInput } from '../parts/frame.ts';
import { doneColumnsOf, inFlight, workersOf } from '../selectors.ts';
import { rowHeading, rowText } from '../worker-row.ts';

const gap = ' '.repeat(columnGap);

/** The workers with words instead of signs, in columns where there is room. */
export function workersLines(input: ScreenInput, display: Display): readonly string[] {
	const { snapshot, size, view } = input;
	const { state, now } = snapshot;
	const all = workersOf(snapshot);
	const { columns, rows } = layOutWorkers(size, all.length);
	const row = {
		now,
		paused: state.control.paused,
		width: cellWidth(size.columns - 2, columns),
		doneColumns: doneColumnsOf(all),
	};
	const shown = dealDown(all.slice(view.scroll), columns, rows);
	const heading = display.paint('rest', rowHeading(row).padStart(row.width));
	const lines = [
		Array.from(shown[0] ?? [], () => heading),
		...shown.map((workers) => workers.map((worker) => rowText(worker, row, display))),
	];
	const title = `Workers   ${state.control.workers}, ${inFlight(state)} busy`;
	const body = lines.map((cells) => margin(cells.join(gap)));
	return framed(title, body, input, display);
}
