import { useSyncExternalStore } from 'react';
import type { DashboardStore, Snapshot } from '../store.ts';

export function useSnapshot(store: DashboardStore): Snapshot {
	return useSyncExternalStore(store.subscribe, store.snapshot);
}
