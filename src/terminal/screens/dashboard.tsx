import { Box } from 'ink';
import type { ReactNode } from 'react';
import { CountsLine } from '../components/counts-line.tsx';
import { ErrorLines } from '../components/error-lines.tsx';
import { Frame, type ScreenProps } from '../components/frame.tsx';
import { Lines } from '../components/lines.tsx';
import { LogLines } from '../components/log-lines.tsx';
import { ProgressLine } from '../components/progress-line.tsx';
import { LatencyLine, SpeedLine } from '../components/speed-lines.tsx';
import { BatchesLine, LimitLine } from '../components/status-lines.tsx';
import { WorkerGrid } from '../components/worker-grid.tsx';
import { useDisplay } from '../hooks/use-display.ts';
import { layOut } from '../layout.ts';
import { titleOf, workersOf } from '../selectors.ts';

/** The import as a whole, on one screen. */
export function DashboardScreen(props: ScreenProps): ReactNode {
	const { glyphs, show, paint } = useDisplay();
	const { snapshot, size } = props;
	const layout = layOut(size, workersOf(snapshot).length, snapshot.observed.failures.length);
	const { width } = layout;
	const gap = (number: number): ReactNode => (layout.gaps >= number ? <Box height={1} flexShrink={0} /> : null);
	return (
		<Frame {...props} title={show(titleOf(snapshot.state, glyphs.separator))}>
			<Box flexDirection="column" paddingX={1} flexShrink={0}>
				<ProgressLine state={snapshot.state} width={width} />
				<CountsLine snapshot={snapshot} width={width} />
				{gap(3)}
				{layout.speed && <SpeedLine snapshot={snapshot} width={width} />}
				{layout.latency && <LatencyLine snapshot={snapshot} width={width} />}
				{layout.limit && <LimitLine snapshot={snapshot} width={width} />}
				{layout.batches && <BatchesLine snapshot={snapshot} width={width} />}
				{gap(1)}
				{layout.workerRows > 0 && (
					<WorkerGrid snapshot={snapshot} width={width} columns={layout.workerColumns} rows={layout.workerRows} />
				)}
				{gap(2)}
				{layout.errorHeading && <ErrorLines snapshot={snapshot} width={width} rows={layout.errorRows} />}
				{layout.logRows > 0 && snapshot.log.length > 0 && (
					<Box flexDirection="column" paddingTop={1} flexShrink={0}>
						<Lines text={paint('rest', 'Log')} />
						<Box paddingLeft={2}>
							<LogLines lines={snapshot.log.slice(-layout.logRows)} width={width - 2} />
						</Box>
					</Box>
				)}
			</Box>
		</Frame>
	);
}
