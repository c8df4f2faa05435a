import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { activeMs } from '../../import/pace.ts';
import { formatMs } from '../../shared/format.ts';
import { formatSpeed } from '../figures.ts';
import { firstFitting } from '../fit.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { latency, speedHistory, speedsOf } from '../selectors.ts';
import type { Snapshot } from '../store.ts';
import { Labelled, labelWidth } from './labelled.tsx';
import { Sparkline } from './sparkline.tsx';

export interface SpeedLinesProps {
	readonly snapshot: Snapshot;
	readonly width: number;
}

const sparkSeconds = 5;
/** Five minutes. */
const longestSpark = 60;
const shortestSpark = 8;

export function SpeedLine({ snapshot, width }: SpeedLinesProps): ReactNode {
	const { state, observed, now } = snapshot;
	const speeds = speedsOf(snapshot);
	const text = `${formatSpeed(speeds.now).padStart(5)} now   ${formatSpeed(speeds.overall).padStart(5)} overall   homes/s`;
	const room = Math.min(longestSpark, width - labelWidth - text.length - 3);
	const seconds = state.started === undefined ? 0 : activeMs(state.pace, now) / 1000;
	const values = speedHistory(observed.fetched, seconds, sparkSeconds, Math.max(0, room));
	return (
		<Labelled label="Speed">
			<Box width={width - labelWidth} justifyContent="space-between">
				<Text wrap="truncate">{text}</Text>
				{room < shortestSpark ? null : <Sparkline values={values} />}
			</Box>
		</Labelled>
	);
}

export function LatencyLine({ snapshot, width }: SpeedLinesProps): ReactNode {
	const { glyphs } = useDisplay();
	const { state } = snapshot;
	const shown = (ms: number | undefined): string => (ms === undefined ? glyphs.nothing : formatMs(ms)).padStart(8);
	const text = `${shown(latency(state, 0.5))} half ${shown(latency(state, 0.95))} nearly all`;
	return (
		<Labelled label="Latency">
			<Box width={width - labelWidth} justifyContent="space-between">
				<Text wrap="truncate">{text}</Text>
				<Text wrap="truncate">{requestText(snapshot, width - labelWidth - text.length - 3)}</Text>
			</Box>
		</Labelled>
	);
}

function requestText(snapshot: Snapshot, room: number): string {
	const rate = snapshot.state.started?.rate ?? 0;
	const text = `${formatSpeed(speedsOf(snapshot).requests).padStart(5)} requests/s`;
	return firstFitting(rate > 0 ? [`${text} of ${rate} allowed`, text] : [text], room);
}
