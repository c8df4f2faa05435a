import type { ReactNode } from 'react';
import { formatCount } from '../../shared/format.ts';
import { errorText } from '../error-text.ts';
import { joinFitting } from '../fit.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { triedAgain } from '../selectors.ts';
import type { Snapshot } from '../store.ts';
import { Labelled, labelWidth } from './labelled.tsx';
import { Lines } from './lines.tsx';

export interface ErrorLinesProps {
	readonly snapshot: Snapshot;
	readonly width: number;
	/** Errors under the heading; the newest first. */
	readonly rows: number;
}

/** How many of which kind, and the newest of them. */
export function ErrorLines({ snapshot, width, rows }: ErrorLinesProps): ReactNode {
	const display = useDisplay();
	const newest = rows === 0 ? [] : snapshot.observed.failures.slice(-rows).reverse();
	const lines = newest.map((error) => `  ${errorText(error, width - 2, display)}`);
	return (
		<>
			<ErrorHeading snapshot={snapshot} width={width} />
			{rows > 0 && <Lines text={[...lines, ...Array(rows - lines.length).fill('')].join('\n')} />}
		</>
	);
}

function ErrorHeading({ snapshot, width }: Pick<ErrorLinesProps, 'snapshot' | 'width'>): ReactNode {
	const { show, paint } = useDisplay();
	const { errorGroups } = snapshot.state;
	const count = errorGroups.reduce((sum, group) => sum + group.count, 0);
	const again = triedAgain(snapshot);
	const kinds = errorGroups.map((group) => `${formatCount(group.count)} ${show(group.kind)}`);
	const parts = [count === 0 ? 'none' : formatCount(count), ...(again === '' ? [] : [again]), ...kinds];
	const text = joinFitting(parts, width - labelWidth);
	return <Labelled label="Errors" text={paint(count === 0 ? 'rest' : 'failed', text)} />;
}
