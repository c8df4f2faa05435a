import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { activeMs } from '../../import/pace.ts';
import { formatElapsed } from '../../shared/format.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { phaseOf, phaseTones } from '../phase.ts';
import type { Snapshot } from '../store.ts';
import { Cut } from './cut.tsx';

export interface HeaderProps {
	readonly snapshot: Snapshot;
	/** Already safe to show. */
	readonly title: string;
	readonly width: number;
}

/** What, in which state, for how long; where there is room also which run. */
export function Header({ snapshot, title, width }: HeaderProps): ReactNode {
	const { glyphs, tone, show } = useDisplay();
	const { state, now } = snapshot;
	const phase = phaseOf(snapshot);
	const until = state.result === undefined ? now : state.pace.startedAt + state.result.durationMs;
	const elapsed = state.started === undefined ? '' : `   ${formatElapsed(activeMs(state.pace, until))}`;
	const run = width >= 98 ? show(state.runId) : '';
	const right = run.length + 3 + 2 + phase.length + elapsed.length;
	return (
		<Box flexShrink={0}>
			<Cut text={title} width={width - right} tone="strong" />
			<Text {...tone('rest')}>
				{run}
				{'   '}
			</Text>
			<Text {...tone(phaseTones[phase])}>
				{glyphs.phase[phase]} {phase}
			</Text>
			<Text>{elapsed}</Text>
		</Box>
	);
}
