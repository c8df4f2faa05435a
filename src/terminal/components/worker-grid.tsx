import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../hooks/use-display.ts';
import { columnGap } from '../layout.ts';
import { workersOf } from '../selectors.ts';
import type { Snapshot } from '../store.ts';
import { labelWidth } from './labelled.tsx';
import { WorkerCell, workerHeading } from './worker-cell.tsx';

export interface WorkerGridProps {
	readonly snapshot: Snapshot;
	readonly width: number;
	readonly columns: number;
	readonly rows: number;
}

/** The workers in columns, read downwards; what does not fit is a key away. */
export function WorkerGrid({ snapshot, width, columns, rows }: WorkerGridProps): ReactNode {
	const { tone } = useDisplay();
	const { state, now } = snapshot;
	const workers = workersOf(snapshot);
	const cell = Math.floor((width - (columns - 1) * columnGap) / columns);
	const doneColumns = Math.max(4, ...workers.map(({ done }) => String(done).length));
	const hidden = Math.max(0, workers.length - columns * rows);
	const filled = Math.min(columns, Math.ceil(workers.length / rows));
	const stacks = Array.from({ length: filled }, (_, column) => workers.slice(column * rows, (column + 1) * rows));
	const count = `${state.control.workers}${hidden === 0 ? '' : `, ${hidden} more: w`}`;
	return (
		<Box gap={columnGap} flexShrink={0} height={rows + 1} overflowY="hidden">
			{stacks.map((stack, index) => (
				<Box key={stack[0]?.number} flexDirection="column" width={cell} flexShrink={0}>
					<Box justifyContent="space-between">
						<Text>
							<Text {...tone('rest')}>{index === 0 ? 'Workers'.padEnd(labelWidth) : ''}</Text>
							{index === 0 ? count : ''}
						</Text>
						<Text {...tone('rest')}>{workerHeading(doneColumns)}</Text>
					</Box>
					{stack.map((worker) => (
						<WorkerCell
							key={worker.number}
							worker={worker}
							now={now}
							paused={state.control.paused}
							width={cell}
							doneColumns={doneColumns}
						/>
					))}
				</Box>
			))}
		</Box>
	);
}
