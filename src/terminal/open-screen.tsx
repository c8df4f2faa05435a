import { type Instance, render } from 'ink';
import type { ReactNode } from 'react';
import { PainterContext } from './components/canvas.tsx';
import { ResizeWatch } from './components/resize-watch.tsx';
import { detectDisplay, isSpoken } from './display.ts';
import { DisplayContext } from './hooks/use-display.ts';
import type { TerminalStreams } from './obstacle.ts';
import { Painter } from './painter.ts';

export { isSpoken };

/** Erases everything and puts the cursor in the first corner. */
const eraseAll = '\u001b[2J\u001b[H';

/**
 * Draws on a screen of its own, which is gone when it is unmounted; a screen reader gets plain text on the ordinary one. At most ten
 * frames a second, and only lines that changed.
 */
export function openScreen(tree: ReactNode, { stdin, stdout, env }: TerminalStreams): Instance {
	const spoken = isSpoken(env);
	const painter = spoken ? undefined : new Painter(stdout);
	const redraw = (): void => {
		instance.clear();
		stdout.write(eraseAll);
		instance.rerender(shown);
		painter?.redraw();
	};
	const shown = (
		<DisplayContext value={detectDisplay(env)}>
			<PainterContext value={painter}>
				{!spoken && <ResizeWatch stdout={stdout} onRest={redraw} />}
				{tree}
			</PainterContext>
		</DisplayContext>
	);
	// Before the first frame: keys struck while it is drawn would be echoed into it.
	stdin.setRawMode(true);
	const instance = render(shown, {
		stdin,
		stdout,
		interactive: true,
		alternateScreen: !spoken,
		isScreenReaderEnabled: spoken,
		exitOnCtrlC: false,
		patchConsole: false,
		incrementalRendering: true,
		maxFps: 10,
	});
	if (spoken) {
		// Ink leaves the cursor at the end of its last line, where the summary would go on.
		const endLine = (): unknown => stdout.write('\n');
		instance.waitUntilExit().then(endLine, endLine);
	}
	return instance;
}
