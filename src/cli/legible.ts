import { detectDisplay } from '../terminal/display.ts';
import type { CommandContext } from './context.ts';

type Outlets = Pick<CommandContext, 'out' | 'err'>;

/** A terminal without Unicode gets text in the letters it has; files and pipes, and JSON anywhere, get it as it is. */
export function legible({ terminal, argv, out, err }: Omit<CommandContext, 'line'>): Outlets {
	const display = detectDisplay(terminal.env);
	if (display.unicode || !terminal.stdout.isTTY) return { out, err };
	const shown = (text: string): string => text.split('\n').map(display.show).join('\n');
	return { out: argv.includes('--json') ? out : (text) => out(shown(text)), err: (text) => err(shown(text)) };
}
