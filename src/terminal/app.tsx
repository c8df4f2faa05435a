import { useIsScreenReaderEnabled, useWindowSize } from 'ink';
import type { ReactNode } from 'react';
import type { ImportControl } from '../import/control.ts';
import { useKeys } from './hooks/use-keys.ts';
import { useSnapshot } from './hooks/use-snapshot.ts';
import { type JobControl, useSuspension } from './hooks/use-suspension.ts';
import { useView } from './hooks/use-view.ts';
import { Screen } from './screens/screen.tsx';
import type { DashboardStore } from './store.ts';

export interface AppProps {
	readonly store: DashboardStore;
	readonly control: ImportControl;
	readonly job: JobControl;
}

/** The one component that is not pure: it joins what is known, the terminal's size and the keys. */
export function App({ store, control, job }: AppProps): ReactNode {
	const snapshot = useSnapshot(store);
	const size = useWindowSize();
	const { view, latest, dispatch } = useView();
	const suspend = useSuspension(job);
	useKeys({ store, control, latest, size, dispatch, suspend });
	const spoken = useIsScreenReaderEnabled();
	return <Screen snapshot={snapshot} size={size} view={view} spoken={spoken} />;
}
