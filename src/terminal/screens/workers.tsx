import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Frame, type ScreenProps } from '../components/frame.tsx';
import { Lines } from '../components/lines.tsx';
import { cellWidth, columnGap, dealDown } from '../grid.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { layOutWorkers } from '../layout.ts';
import { doneColumnsOf, inFlight, workersOf } from '../selectors.ts';
import { rowHeading, rowText } from '../worker-row.ts';

const gap = ' '.repeat(columnGap);

/** The workers with words instead of signs, in columns where there is room. */
export function WorkersScreen(props: ScreenProps): ReactNode {
	const display = useDisplay();
	const { snapshot, size, view } = props;
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
	return (
		<Frame {...props} title={`Workers   ${state.control.workers}, ${inFlight(state)} busy`}>
			<Box paddingX={1} flexShrink={0}>
				<Lines text={lines.map((cells) => cells.join(gap)).join('\n')} />
			</Box>
		</Frame>
	);
}
