import type { ComponentType, ReactNode } from 'react';
import type { ScreenProps } from '../components/frame.tsx';
import { useDisplay } from '../hooks/use-display.ts';
import { isTooSmall } from '../layout.ts';
import type { ScreenName } from '../view-state.ts';
import { DashboardScreen } from './dashboard.tsx';
import { ErrorsScreen } from './errors.tsx';
import { HelpScreen } from './help.tsx';
import { LogScreen } from './log.tsx';
import { SpokenScreen } from './spoken.tsx';
import { TooSmallScreen } from './too-small.tsx';
import { WorkersScreen } from './workers.tsx';

const screens: Readonly<Record<ScreenName, ComponentType<ScreenProps>>> = {
	dashboard: DashboardScreen,
	errors: ErrorsScreen,
	workers: WorkersScreen,
	log: LogScreen,
	help: HelpScreen,
};

/** One frame: a pure function of what is known, how large the terminal is, and what the person looks at. */
export function Screen(props: ScreenProps): ReactNode {
	const { spoken } = useDisplay();
	const Shown = chosenScreen(props, spoken);
	return <Shown {...props} />;
}

function chosenScreen({ size, view }: ScreenProps, spoken: boolean): ComponentType<ScreenProps> {
	if (spoken && (view.screen === 'dashboard' || isTooSmall(size))) return SpokenScreen;
	return isTooSmall(size) ? TooSmallScreen : screens[view.screen];
}
