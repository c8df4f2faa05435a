import { describe, expect, test } from 'vitest';
import { draw, watch } from '../support/terminal-dashboard.tsx';
import { runningImport, type Staged } from '../support/terminal-import.ts';

const resting: Readonly<Record<string, (run: Staged) => Staged>> = {
	paused: (run) => run.control({ paused: true }),
	'waiting for the database': (run) => run.emit({ type: 'database.waiting', delayMs: 500, reason: 'refused' }),
	'waiting for the API': (run) => run.emit({ type: 'api.waiting', delayMs: 9000, reason: 'HTTP 503' }),
};
const back: Readonly<Record<string, (run: Staged) => Staged>> = {
	paused: (run) => run.control({ paused: false }),
	'waiting for the database': (run) => run.emit({ type: 'database.back' }),
	'waiting for the API': (run) => run.emit({ type: 'api.back' }),
};

describe.each(Object.keys(resting))('%s', (moment) => {
	const rest = (): Staged => resting[moment]?.(runningImport()) ?? runningImport();
	const shown = (run: Staged): string => draw(run).join('\n');

	test('nothing moves, so no speed is shown but the overall one', () => {
		const before = shown(runningImport());
		expect(before).toMatch(/Speed +21\.8 now +23\.3 overall/);
		expect(before).toMatch(/ 21\.8 requests\/s of 30 allowed/);
		const after = shown(rest());
		expect(after).toMatch(/Speed +– now +23\.3 overall/);
		expect(after).toMatch(/ – requests\/s of 30 allowed/);
	});

	test('time stands still', () => {
		const run = rest();
		expect(shown(run)).toMatch(/time stands still while (paused|waiting)/);
		const clock = / 4:20\n/;
		expect(shown(run)).toMatch(clock);
		expect(shown(run.advance(60_000))).toMatch(clock);
		expect(shown(run)).not.toContain('left');
	});

	test('afterwards it moves on from where it was', () => {
		const run = rest().advance(60_000);
		back[moment]?.(run);
		expect(shown(run)).toMatch(/Speed +21\.8 now +23\.3 overall/);
		expect(shown(run)).toMatch(/6 min left, done about 14:37/);
	});

	test('a screen reader is told the same', async () => {
		const { see, terminal, dashboard } = watch(rest(), { env: { INK_SCREEN_READER: 'true' } });
		await see(moment === 'paused' ? 'Paused: time stands still' : 'Time stands still');
		expect(terminal.screen()).not.toMatch(/left|homes a second/);
		await dashboard.close();
	});
});

test('while all wait for the API the workers do, each until the same moment', () => {
	const run = runningImport().emit({ type: 'api.waiting', delayMs: 9000, reason: 'HTTP 503' }).advance(1000);
	const lines = draw(run);
	expect(lines.filter((line) => /^ +\d+ ↻ .* in 8s/.test(line))).toHaveLength(6);
	expect(lines.join('\n')).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/);
	expect(draw(run, { screen: 'workers' }).join('\n')).toMatch(/ 1 ↻ waiting +Mejlgade .* in 8s /);
	expect(draw(run.emit({ type: 'api.back' })).join('\n')).not.toContain('in 8s');
});

test('the reason of a wait is cut off rather than left out', () => {
	const reason = 'The connection to the API failed: the other side refused it (ECONNREFUSED, 5 tries).';
	const run = runningImport().emit({ type: 'api.waiting', delayMs: 9000, reason });
	expect(draw(run).join('\n')).toContain(
		'Limit     next try in 9 s: The connection to the API failed: the other side…',
	);
});
