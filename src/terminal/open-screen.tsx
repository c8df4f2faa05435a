import { type Instance, render } from 'ink';
import type { ReactNode } from 'react';
import { detectDisplay, isSpoken } from './display.ts';
import { DisplayContext } from './hooks/use-display.ts';
import type { TerminalStreams } from './obstacle.ts';

export { isSpoken };

/** Erases everything and puts the cursor in the first corner. */
const eraseAll = '\u001b[2J\u001b[H';
/** Long enough for React to have taken up the new size. */
const restMs = 60;

/**
 * Draws on a screen of its own, which is gone when it is unmounted; a screen reader gets plain text on the ordinary one. At most ten
 * frames a second, and only lines that changed.
 */
export function openScreen(tree: ReactNode, { stdin, stdout, env }: TerminalStreams): Instance {
	const spoken = isSpoken(env);
	const shown = <DisplayContext value={detectDisplay(env)}>{tree}</DisplayContext>;
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
	} else {
		redrawAfterResize(stdout, instance, () => {
			instance.clear();
			stdout.write(eraseAll);
			instance.rerender(shown);
		});
	}
	return instance;
}

/**
 * A terminal that changes its size moves and wraps lines in ways of its own, and Ink draws once more with the old layout before React
 * knows of the new size: what is on the screen then fits no reckoning. So it is drawn whole, once the size has come to rest.
 */
function redrawAfterResize(stdout: NodeJS.WriteStream, instance: Instance, redraw: () => void): void {
	let timer: NodeJS.Timeout | undefined;
	const onResize = (): void => {
		clearTimeout(timer);
		timer = setTimeout(redraw, restMs);
	};
	const forget = (): void => {
		clearTimeout(timer);
		stdout.off('resize', onResize);
	};
	stdout.on('resize', onResize);
	instance.waitUntilExit().then(forget, forget);
}
