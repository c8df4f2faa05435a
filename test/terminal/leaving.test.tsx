import { expect, test } from 'vitest';
import { watch } from '../support/terminal-dashboard.tsx';
import { runningImport } from '../support/terminal-import.ts';

/** Longer than a resized terminal is left to come to rest. */
const longMs = 150;

test('a resize right before the end does not bring the screen back, nor the keys', async () => {
	const { terminal, see, dashboard } = watch(runningImport());
	await see('● running');
	terminal.resize({ columns: 100, rows: 30 });
	// When the dashboard is closed it is time to draw anew, and there was no turn for it yet.
	for (const end = performance.now() + longMs; performance.now() < end; );
	await dashboard.close();
	await new Promise((resolve) => setTimeout(resolve, longMs));
	expect(terminal.raw).toBe(false);
	expect(terminal.alternate).toBe(false);
	expect(terminal.cursorShown).toBe(true);
	expect(terminal.stdout.listenerCount('resize')).toBe(0);
});
