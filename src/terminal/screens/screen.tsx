import type { ReactNode } from 'react';
import { Canvas } from '../components/canvas.tsx';
import type { Display } from '../display.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { isTooSmall } from '../layout.ts';
import type { ScreenInput, ScreenLines } from '../parts/frame.ts';
import type { ScreenName } from '../view-state.ts';
import { dashboardLines } from './dashboard.ts';
import { errorsLines } from './errors.ts';
import { helpLines } from './help.ts';
import { logScreenLines } from './log.ts';
import { spokenLines } from './spoken.ts';
import { tooSmallLines } from './too-small.ts';
import { workersLines } from './workers.ts';

const screens: Readonly<Record<ScreenName, ScreenLines>> = {
	dashboard: dashboardLines,
	errors: errorsLines,
	workers: workersLines,
	log: logScreenLines,
	help: helpLines,
};

/** One frame: a pure function of what is known, how large the terminal is, and what the person looks at. */
export function Screen(input: ScreenInput): ReactNode {
	const display = useDisplay();
	const lines = chosenScreen(input, display)(input, display);
	// Blanks at the end of a line would be copied with it.
	return <Canvas lines={lines.map((line) => line.trimEnd())} />;
}

function chosenScreen({ size, view }: ScreenInput, { spoken }: Display): ScreenLines {
	if (spoken && (view.screen === 'dashboard' || isTooSmall(size))) return spokenLines;
	return isTooSmall(size) ? tooSmallLines : screens[view.screen];
}
