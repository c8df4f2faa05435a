import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { activeMs } from '../../import/pace.ts';
import { formatDuration } from '../../shared/format.ts';
import type { ScreenProps } from '../components/frame.tsx';
import { ProgressLine } from '../components/progress-line.tsx';
import { formatSpeed, formatTimeLeft } from '../figures.ts';
import { hintsOf } from '../hints.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { limitOf } from '../limit.ts';
import { phaseOf } from '../phase.ts';
import { etaOf, speedsOf, titleOf } from '../selectors.ts';

/** The dashboard for a screen reader: sentences, the important first, and nothing that moves for its own sake. */
export function SpokenScreen({ snapshot, size, view }: ScreenProps): ReactNode {
	const display = useDisplay();
	const { state, now } = snapshot;
	const { counts, errorGroups } = state;
	const left = etaOf(snapshot);
	const errors = errorGroups.map(({ count, kind }) => `${count} ${display.show(kind)}`).join(', ');
	const hints = hintsOf(view, state, display).map(({ keys, does }) => `${keys} ${does}`);
	return (
		<Box flexDirection="column">
			<Text>
				{display.show(titleOf(state, display.glyphs.separator))}: {phaseOf(snapshot)}
				{state.started === undefined ? '' : `, ${formatDuration(activeMs(state.pace, now))}`}
			</Text>
			<ProgressLine state={state} width={size.columns} />
			<Text>
				{`${counts.imported} imported, ${counts.updated} updated, ${counts.skipped} skipped, ${counts.failed} failed`}
			</Text>
			{left === undefined ? null : <Text>{formatTimeLeft(left)} left</Text>}
			<Text>{formatSpeed(speedsOf(snapshot).now)} homes a second</Text>
			<Text>{display.show(limitOf(snapshot).text)}</Text>
			<Text>Errors: {errors === '' ? 'none' : errors}</Text>
			<Text>
				{view.asking ? 'Stop after what is in flight? q: yes, any other key: no' : `Keys: ${hints.join(', ')}`}
			</Text>
		</Box>
	);
}
