import { useIsScreenReaderEnabled, useWindowSize } from 'ink';
import { type ReactNode, useEffect } from 'react';
import { type JobControl, useSuspension } from '../hooks/use-suspension.ts';
import { Step } from './components/step.tsx';
import { useSession } from './hooks/use-session.ts';
import { useStrokes } from './hooks/use-strokes.ts';
import { isTooSmall } from './layout.ts';
import type { PickingSession } from './session.ts';

export interface PickingAppProps {
	readonly session: PickingSession;
	readonly job: JobControl;
}

/** Joins what was picked, the terminal's size and the keys. */
export function PickingApp({ session, job }: PickingAppProps): ReactNode {
	const snapshot = useSession(session);
	const { columns, rows } = useWindowSize();
	const spoken = useIsScreenReaderEnabled();
	useEffect(() => session.resize({ columns, rows }), [session, columns, rows]);
	useStrokes({ session, cramped: !spoken && isTooSmall({ columns, rows }), suspend: useSuspension(job) });
	return <Step snapshot={snapshot} size={{ columns, rows }} facts={snapshot.facts} spoken={spoken} />;
}
