import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { detectDisplay, type Environment } from '../../src/terminal/display.ts';
import type { ScreenName } from '../../src/terminal/view-state.ts';
import { draw, watch } from '../support/terminal-dashboard.tsx';
import { runningImport, Staged, timeout } from '../support/terminal-import.ts';

// Before Ink is imported: its colours are decided then.
vi.hoisted(() => {
	process.env.FORCE_COLOR = '1';
});

const colour = /\p{Cc}\[(?:3[0-8]|9[0-7]|4[0-8]|10[0-7])[;m]/u;
const screens: readonly ScreenName[] = ['dashboard', 'errors', 'workers', 'log', 'help'];

function everyScreen(env: Environment): string {
	const run = runningImport();
	return screens.map((screen) => draw(run, { screen, env }).join('\n')).join('\n');
}

describe('colour', () => {
	test('is there in a terminal that has it', () => {
		expect(everyScreen({ TERM: 'xterm' })).toMatch(colour);
	});

	test('is one of the first sixteen', () => {
		expect(everyScreen({ TERM: 'xterm-256color' })).not.toMatch(/\[[34]8;/);
	});

	test.each([{ TERM: 'xterm', NO_COLOR: '1' }, { TERM: 'dumb' }, {}])('is not there with %o', (env) => {
		expect(everyScreen(env)).not.toMatch(colour);
	});

	test('is not written on blanks at the ends of lines', () => {
		const blankEnd = / (?:\p{Cc}\[\d+m)*$/mu;
		expect(everyScreen({ TERM: 'xterm' })).not.toMatch(blankEnd);
	});

	test('an empty NO_COLOR says nothing', () => {
		expect(everyScreen({ TERM: 'xterm', NO_COLOR: '' })).toMatch(colour);
	});
});

describe('a terminal without Unicode', () => {
	const plain = { NO_COLOR: '1' };

	test.each([
		{ LANG: 'C' },
		{ LANG: 'da_DK.ISO-8859-1' },
		{ LANG: 'en_US.UTF-8', LC_ALL: 'POSIX' },
		{ TERM: 'dumb' },
		{ TERM: 'linux', LANG: 'da_DK.UTF-8' },
	])('%o gets ASCII alone', (env) => {
		expect(stripVTControlCharacters(everyScreen({ ...plain, ...env }))).toMatch(/^[\n -~]*$/);
	});

	test.each([{}, { LANG: 'da_DK.UTF-8' }, { LANG: 'C', LC_ALL: 'en_US.utf8' }])('%o is not one', (env) => {
		expect(detectDisplay(env).unicode).toBe(true);
	});

	test('spells Danish letters out and marks what is cut', () => {
		const screen = draw(runningImport(), { env: { ...plain, LANG: 'C' } }).join('\n');
		expect(screen).toContain('Koebenhavn - villa');
		expect(screen).toContain('Oeresundsvej 44, 2300~');
		expect(screen).toContain('====');
	});
});

describe('text from the API', () => {
	const hostile = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eevil\u2066\r\n\tVej\u0000\u2028';

	test('never controls the terminal, on any screen', () => {
		const run = new Staged().begin({ municipalities: [hostile] }).list(100);
		run.fetching(1, hostile).retrying(1, { reason: hostile });
		run.failed({ ...timeout, kind: hostile, message: hostile }, hostile, hostile);
		run.emit({
			type: 'discovery.retrying',
			partition: hostile,
			page: 1,
			retry: { attempt: 2, attempts: 5, delayMs: 1, reason: hostile },
		});
		for (const env of [{ NO_COLOR: '1' }, { NO_COLOR: '1', LANG: 'C' }]) {
			for (const screen of screens) {
				const text = draw(run, { screen, env, size: { columns: 200, rows: 50 } }).join('\n');
				const withoutBold = text.replaceAll('\u001b[1m', '').replaceAll('\u001b[22m', '');
				expect(withoutBold).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069\u2028]/u);
			}
		}
	});

	test('is shown as what it is', () => {
		const run = new Staged().begin().list(1).fetching(1, 'A\u001b[2Jb');
		expect(draw(run, { env: { NO_COLOR: '1' } }).join('\n')).toContain('A␛[2Jb');
	});
});

test('columns stay straight with Danish letters, combining marks and emoji', async () => {
	const run = new Staged().begin({ workers: 8 }).list(100);
	const labels = [
		'Ærøvej 4, Åbenrå',
		'A\u030aboulevarden 1, stuen til venstre',
		'🏠🏡 Huset 3, 2300 København S',
		'日本 1',
	];
	for (const [index, label] of labels.entries()) run.fetching(index + 1, label);
	const { see, terminal, dashboard } = watch(run);
	await see('Workers   8');
	const rows = terminal.lines().filter((line) => /^ {2}[1-4] /.test(line));
	expect(rows).toHaveLength(4);
	const ends = rows.map((row) =>
		[...row.replace(/\p{Mark}/gu, '').replace(/[\p{Emoji_Presentation}日本]/gu, 'xx')].join('').indexOf('s    0'),
	);
	expect(new Set(ends).size).toBe(1);
	await dashboard.close();
});

describe('a screen reader', () => {
	test('gets sentences and a progress bar in words, without anything that spins', async () => {
		const { see, terminal, dashboard } = watch(runningImport(), { env: { INK_SCREEN_READER: 'true' } });
		await see('København · villa: running');
		const screen = terminal.screen();
		expect(screen).toContain('progressbar: 6,142 of 14,368 42.7 %');
		expect(screen).toContain('11 of 12 workers busy');
		expect(screen).toContain('Keys: p pause');
		expect(screen).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏━─]/);
		expect(terminal.alternate).toBe(false);
		await dashboard.close();
	});
});
