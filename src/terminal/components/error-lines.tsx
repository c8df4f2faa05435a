import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { ShownError } from '../../import/progress.ts';
import { formatCount } from '../../shared/format.ts';
import { formatClockSeconds } from '../figures.ts';
import { joinFitting } from '../fit.ts';
import { useDisplay } from '../hooks/use-display.ts';
import type { Snapshot } from '../store.ts';
import { Cut } from './cut.tsx';
import { Labelled, labelWidth } from './labelled.tsx';

export interface ErrorLinesProps {
	readonly snapshot: Snapshot;
	readonly width: number;
	/** Errors under the heading; the newest first. */
	readonly rows: number;
}

/** How many of which kind, and the newest of them. */
export function ErrorLines({ snapshot, width, rows }: ErrorLinesProps): ReactNode {
	const { show } = useDisplay();
	const { errorGroups } = snapshot.state;
	const count = errorGroups.reduce((sum, group) => sum + group.count, 0);
	const kinds = errorGroups.map((group) => `${formatCount(group.count)} ${show(group.kind)}`);
	const heading = count === 0 ? 'none' : joinFitting([formatCount(count), ...kinds], width - labelWidth);
	const newest = rows === 0 ? [] : snapshot.observed.failures.slice(-rows).reverse();
	return (
		<Box flexDirection="column" flexShrink={0} height={rows + 1} overflowY="hidden">
			<Labelled label="Errors">
				<Cut text={heading} width={width - labelWidth} tone={count === 0 ? 'rest' : 'failed'} />
			</Labelled>
			{newest.map((error) => (
				<ErrorLine key={error.number} error={error} width={width} />
			))}
		</Box>
	);
}

function ErrorLine({ error, width }: { readonly error: ShownError; readonly width: number }): ReactNode {
	const { show } = useDisplay();
	const room = width - 2 - 8 - 2 - 2;
	const labelRoom = Math.floor(room * 0.4);
	const message = show(error.problem.message);
	// Cut off, a sentence may end before it has said anything: then the kind comes first.
	const shown = message.length <= room - labelRoom ? message : `${show(error.problem.kind)}: ${message}`;
	return (
		<Box paddingLeft={2} gap={2}>
			<Cut text={formatClockSeconds(error.at)} width={8} tone="rest" />
			<Cut text={shown} width={room - labelRoom} />
			<Cut text={show(error.label)} width={labelRoom} />
		</Box>
	);
}
