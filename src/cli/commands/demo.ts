import type { GivenSettings } from '../../../config/settings.ts';
import type { Command } from '../context.ts';
import { isHeadless } from '../display.ts';
import { importCommand } from './import.ts';

/** What the real API needs for one home, more or less. */
const demo: GivenSettings = {
	sandbox: true,
	municipality: ['koebenhavn'],
	limit: 1000,
	latency: 180,
	jitter: 100,
};

/** An import that anyone can run: generated homes, drawn where there is a terminal and in plain lines elsewhere. */
export const demoCommand: Command = (context) => {
	const { line, terminal } = context;
	const drawn = terminal.stdin.isTTY && terminal.stdout.isTTY && !isHeadless(context);
	const given = { ...demo, ...line.given, ...(!drawn && { ci: true }) };
	return importCommand({ ...context, line: { ...line, given } });
};
