import { cell } from '../cell.ts';
import type { Display } from '../display.ts';
import { formatClockSeconds } from '../figures.ts';
import type { LogLine } from '../log-line.ts';

const clockColumns = 9;

export function logLines(lines: readonly LogLine[], width: number, display: Display): readonly string[] {
	return lines.map(({ at, text, tone }) => {
		const clock = cell(formatClockSeconds(at), clockColumns, display, 'rest');
		return `${clock}${cell(display.show(text), width - clockColumns, display, tone)}`;
	});
}
