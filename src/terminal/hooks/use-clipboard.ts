import { useStdout } from 'ink';
import { useDisplay } from './use-display.ts';

/**
 * @returns what hands text to the terminal's clipboard; false where that cannot be. It is written past Ink: the sequence (OSC 52,
 * "manipulate selection data") shows nothing and moves nothing, while Ink's own `write` would erase and draw the whole frame around it.
 */
export function useClipboard(): (text: string) => boolean {
	const { stdout } = useStdout();
	const { clipboard } = useDisplay();
	return (text) => {
		if (clipboard) stdout.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`);
		return clipboard;
	};
}
