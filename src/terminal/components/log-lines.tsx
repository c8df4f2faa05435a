import type { ReactNode } from 'react';
import { cell } from '../cell.ts';
import { formatClockSeconds } from '../figures.ts';
import { useDisplay } from '../hooks/use-display.ts';
import type { LogLine } from '../log-line.ts';
import { Lines } from './lines.tsx';

export interface LogLinesProps {
	/** In the order in which they are shown. */
	readonly lines: readonly LogLine[];
	readonly width: number;
}

const clockColumns = 9;

export function LogLines({ lines, width }: LogLinesProps): ReactNode {
	const display = useDisplay();
	const shown = lines.map(({ at, text, tone }) => {
		const clock = cell(formatClockSeconds(at), clockColumns, display, 'rest');
		return `${clock}${cell(display.show(text), width - clockColumns, display, tone)}`;
	});
	return <Lines text={shown.join('\n')} />;
}
