import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { formatClock, formatCount } from '../../shared/format.ts';
import { formatTimeLeft } from '../figures.ts';
import { firstFitting } from '../fit.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { etaOf, total } from '../selectors.ts';
import type { Snapshot } from '../store.ts';
import { Cut } from './cut.tsx';

export interface CountsLineProps {
	readonly snapshot: Snapshot;
	readonly width: number;
}

/** How the homes ended so far, and when all of them will have. */
export function CountsLine({ snapshot, width }: CountsLineProps): ReactNode {
	const { tone } = useDisplay();
	const counts = countsText(snapshot);
	const eta = firstFitting(etaWordings(snapshot), width - counts.length - 3);
	return (
		<Box flexShrink={0}>
			<Cut text={counts} width={width - eta.length} />
			<Text {...tone(snapshot.state.control.paused ? 'waiting' : 'plain')}>{eta}</Text>
		</Box>
	);
}

function countsText({ state: { counts } }: Snapshot): string {
	const most = formatCount(total(counts)).length;
	return [
		['imported', counts.imported, most, true],
		['updated', counts.updated, most, false],
		['unchanged', counts.unchanged, most, false],
		['skipped', counts.skipped, 0, true],
		['failed', counts.failed, 3, true],
		['gone', counts.gone, 2, false],
	]
		.filter(([, count, , always]) => always === true || Number(count) > 0)
		.map(([name, count, columns]) => `${name} ${formatCount(Number(count)).padStart(Number(columns))}`)
		.join('   ');
}

/** The same from long to short. */
function etaWordings(snapshot: Snapshot): readonly string[] {
	const { state, now } = snapshot;
	if (state.result !== undefined || state.stopping !== undefined) return [];
	if (state.control.paused) return ['time stands still while paused', 'time stands still'];
	const left = etaOf(snapshot);
	if (left === undefined || left === 0) return [];
	const text = `${state.discoveryFinished ? '' : 'at least '}${formatTimeLeft(left)} left`;
	return [`${text}, done about ${formatClock(now + left)}`, text];
}
