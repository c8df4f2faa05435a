import { useWindowSize } from 'ink';
import type { ReactNode } from 'react';
import type { ImportControl } from '../import/control.ts';
import { useClipboard } from './hooks/use-clipboard.ts';
import { useDisplay } from './hooks/use-display.ts';
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

/** Read out, lists are followed more easily in one column. */
const widestSpoken = 110;

/** The one component that is not pure: it joins what is known, the terminal's size and the keys. */
export function App({ store, control, job }: AppProps): ReactNode {
	const snapshot = useSnapshot(store);
	const { show, spoken } = useDisplay();
	const window = useWindowSize();
	const size = spoken ? { ...window, columns: Math.min(window.columns, widestSpoken) } : window;
	const { view, latest, dispatch } = useView();
	const suspend = useSuspension(job);
	const copy = useClipboard();
	useKeys({ store, control, latest, size, dispatch, suspend, copy, show });
	return <Screen snapshot={snapshot} size={size} view={view} />;
}
