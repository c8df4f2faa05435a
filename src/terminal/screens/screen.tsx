import type { ComponentType, ReactNode } from 'react';
import type { ScreenProps } from '../components/frame.tsx';
import type { ScreenName } from '../view-state.ts';
import { DashboardScreen } from './dashboard.tsx';
import { ErrorsScreen } from './errors.tsx';
import { HelpScreen } from './help.tsx';
import { LogScreen } from './log.tsx';
import { SpokenScreen } from './spoken.tsx';
import { WorkersScreen } from './workers.tsx';

const screens: Readonly<Record<ScreenName, ComponentType<ScreenProps>>> = {
	dashboard: DashboardScreen,
	errors: ErrorsScreen,
	workers: WorkersScreen,
	log: LogScreen,
	help: HelpScreen,
};

export interface AnyScreenProps extends ScreenProps {
	/** For a screen reader. */
	readonly spoken?: boolean;
}

/** One frame: a pure function of what is known, how large the terminal is, and what the person looks at. */
export function Screen({ spoken = false, ...props }: AnyScreenProps): ReactNode {
	const Shown = spoken && props.view.screen === 'dashboard' ? SpokenScreen : screens[props.view.screen];
	return <Shown {...props} />;
}
