import { useSyncExternalStore } from 'react';
import type { PickingSession, PickingSnapshot } from '../session.ts';

export function useSession(session: PickingSession): PickingSnapshot {
	return useSyncExternalStore(session.subscribe, session.snapshot);
}
