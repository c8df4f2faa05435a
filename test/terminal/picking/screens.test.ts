import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import type { Size } from '../../../src/terminal/layout.ts';
import { isTooSmall } from '../../../src/terminal/picking/layout.ts';
import { everyCode } from '../../../src/terminal/picking/municipality-list.ts';
import { FakeApi, hoersholm, Staged, type StagedOptions, sizes, smallSizes, twoChosen } from './support.tsx';

// Before Ink is imported: its colours are decided then.
vi.hoisted(() => {
	process.env.FORCE_COLOR = '1';
});

const plain = { NO_COLOR: '1' };
const hostile = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eevil\u2066\r\n\tVej\u0000\u2028';

/** Every step, as it is and with the question whether to leave. */
async function everyFrame(options: StagedOptions): Promise<readonly (readonly string[])[]> {
	const frames: (readonly string[])[] = [];
	const wizard = await new Staged({ initial: twoChosen, ...options }).press('hø');
	for (let step = 1; step <= 4; step++) {
		frames.push(wizard.draw());
		if (step > 1) {
			await wizard.press('end');
			frames.push(wizard.draw());
			await wizard.press('q');
			frames.push(wizard.draw());
			await wizard.press('n');
		}
		await wizard.press('enter');
	}
	return frames;
}

const text = (frames: readonly (readonly string[])[]): string => frames.map((frame) => frame.join('\n')).join('\n');

describe.each(sizes)('at $columns x $rows', (size) => {
	test('every step keeps below the height and within the width', async () => {
		const worst = { ...twoChosen, municipalityCodes: everyCode.slice(0, 90), limit: 100 };
		for (const initial of [twoChosen, worst]) {
			for (const env of [plain, { ...plain, LANG: 'C' }]) {
				for (const lines of await everyFrame({ size, initial, env, facts: { database: 'x'.repeat(300) } })) {
					expect(lines.length).toBe(size.rows - 1);
					for (const line of lines) expect(stripVTControlCharacters(line).length).toBeLessThanOrEqual(size.columns);
				}
			}
		}
	});

	test('question, step, keys and what is chosen are always there', async () => {
		const screen = stripVTControlCharacters(text(await everyFrame({ size, env: plain })));
		for (const [step, title] of [
			'Which municipalities?',
			'Which types of home?',
			'How many at once?',
			'Ready?',
		].entries()) {
			expect(screen).toMatch(new RegExp(` bolig-import {2}${title.replace('?', '\\?')} +step ${step + 1} of 4\n─+\n`));
		}
		expect(screen).toContain('2 chosen: Hørsholm, København (18,059 homes)');
		expect(screen).toMatch(/space choose .*⏎ next/);
		expect(screen).toMatch(/⏎ start {3}esc back {3}d dry run {3}q leave/);
	});

	test('the columns of the municipalities stand under their headings', async () => {
		const wizard = await new Staged({ size, initial: twoChosen, env: plain }).press('hørs');
		const [heading = '', row = ''] = wizard.draw().slice(4, 6).map(stripVTControlCharacters);
		expect(row.indexOf('Hørsholm')).toBe(heading.indexOf('municipality'));
		expect(row.indexOf('3,691') + 5).toBe(heading.indexOf('stored') + 6);
		expect(row.lastIndexOf('3,691') + 5).toBe(heading.indexOf('in the API') + 10);
		expect(row.indexOf('yesterday')).toBe(heading.indexOf('last complete'));
	});

	test('all types are on the screen at once', async () => {
		const wizard = await new Staged({ size, initial: twoChosen, env: plain }).press('enter');
		const screen = stripVTControlCharacters(wizard.screen());
		expect(screen).toMatch(/ {3}◯ all types/);
		expect(screen).toMatch(/▸ ◉ villa /);
		expect(screen).toMatch(/◯ multiple family house\s/);
		expect(screen).toMatch(/◯ room\s/);
	});
});

test('step 1 at 80 x 24 is the picture that was aimed at', async () => {
	const wizard = await new Staged({ initial: twoChosen, env: plain }).press('hø');
	const lines = wizard.draw().map(stripVTControlCharacters);
	expect(lines[0]).toBe(' bolig-import  Which municipalities?                                step 1 of 4');
	expect(lines[2]).toBe(' Filter: hø▏');
	expect(lines[4]).toBe('     municipality              stored     in the API   last complete import');
	expect(lines[6]).toBe('   ◉ Hørsholm                   3,691          3,691   yesterday 02:10');
	expect(lines.at(-1)).toBe(' space choose   tab 36 within 60 km, all 98, none   type to filter   ⏎ next');
});

test.each([
	...smallSizes,
	{ columns: 20, rows: 3 },
	{ columns: 39, rows: 24 },
	{ columns: 80, rows: 9 },
	{ columns: 1, rows: 1 },
])(
	'at $columns x $rows every step keeps below the height and within the width, with keys or a calm sentence',
	async (size) => {
		const everywhere = {
			...twoChosen,
			municipalityCodes: everyCode.slice(0, 90),
			types: ['villa', 'multiple family house'],
		};
		const unreachable = new FakeApi();
		for (const code of everyCode)
			unreachable.failing.set(code, 'The connection to the API failed: nobody listens there.');
		for (const options of [{ initial: twoChosen }, { initial: everywhere }, { api: unreachable }]) {
			for (const env of [plain, { ...plain, LANG: 'C' }]) {
				for (const lines of await everyFrame({ size, env, facts: { database: 'x'.repeat(300) }, ...options })) {
					expect(lines.length).toBeLessThanOrEqual(Math.max(1, size.rows - 1));
					for (const line of lines) expect(stripVTControlCharacters(line).length).toBeLessThanOrEqual(size.columns);
					const screen = stripVTControlCharacters(lines.join('\n'));
					if (isTooSmall(size)) expect(screen).toMatch(/^(Too|Leave|T|L)\b/);
					else expect(lines.at(-1)).toMatch(/ (next|start|yes)\b/);
				}
			}
		}
	},
);

describe('a narrow or low terminal', () => {
	const drawn = async (size: Size, ...keys: readonly string[]): Promise<readonly string[]> => {
		const wizard = await new Staged({ size, initial: twoChosen, env: plain }).press(...keys);
		return wizard.draw().map(stripVTControlCharacters);
	};

	test('loses the last complete import first, then what the API has', async () => {
		expect((await drawn({ columns: 60, rows: 20 }))[4]).toMatch(/stored +in the API +last complete$/);
		expect((await drawn({ columns: 59, rows: 20 }))[4]).toMatch(/stored +in the API$/);
		expect((await drawn({ columns: 43, rows: 20 }))[4]).toMatch(/stored +in the API$/);
		expect((await drawn({ columns: 42, rows: 20 }))[4]).toMatch(/stored$/);
	});

	test('where what the API has is not shown, only what is chosen is asked for', async () => {
		const api = new FakeApi();
		await new Staged({ api, size: { columns: 40, rows: 20 }, initial: twoChosen }).press();
		expect(api.asked).toEqual([`${hoersholm} villa`, '101 villa']);
	});

	test('at 40 x 10 each step still has its question, its list at the cursor, and its most important keys', async () => {
		const size = { columns: 40, rows: 10 };
		expect(await drawn(size, 'hørs')).toEqual([
			' Which municipalities?      step 1 of 4',
			'─'.repeat(40),
			' Filter: hørs▏',
			' ▸ ◉ Hørsholm                    3,691',
			'',
			'',
			' 2 chosen (18,059 homes)',
			'─'.repeat(40),
			' space choose   type to filter   ⏎ next',
		]);
		const pace = await drawn(size, 'enter', 'enter', 'end', 'up', 'up', '9999');
		expect(pace[4]).toBe(' ▸   Batch size     9999▏  1 to 1,000');
		const confirm = await drawn(size, 'enter', 'enter', 'enter');
		expect(confirm.slice(-3)).toEqual([' 17 more lines below', '─'.repeat(40), ' ⏎ start   esc back   ↑↓ scroll']);
	});

	test('what went wrong takes the place of what is chosen where there is one row for both', async () => {
		const screen = (await drawn({ columns: 40, rows: 10 }, 'ctrl u', 'tab', 'tab', 'tab', 'enter')).join('\n');
		expect(screen).toMatch(/\n Nothing is chosen yet: space chooses …\n─+\n/);
	});

	test('of a long filter the end is shown, where the next letter goes', async () => {
		const long = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz';
		expect((await drawn({ columns: 40, rows: 12 }, long))[2]).toBe(` Filter: …${long.slice(-28)}▏`);
		const wizard = await new Staged({ size: { columns: 40, rows: 12 }, env: { ...plain, LANG: 'C' } }).press(long);
		expect(stripVTControlCharacters(wizard.draw()[2] ?? '')).toBe(` Filter: ~${long.slice(-28)}_`);
	});

	test('too small for the questions, it says what it needs and how to do without', async () => {
		expect(await drawn({ columns: 30, rows: 8 })).toEqual([
			'Too small for the questions:',
			'they need 40x10. Or start with',
			'--ci --municipality <name>.',
			...['', '', '', ''],
		]);
		expect((await drawn({ columns: 30, rows: 8 }, 'q')).slice(0, 2)).toEqual([
			'Leave without importing? q',
			'yes, any other key no',
		]);
	});
});

describe('a terminal with less', () => {
	const colour = /\p{Cc}\[(?:3[0-8]|9[0-7]|4[0-8]|10[0-7])[;m]/u;

	test('colour is there where it may be, and NO_COLOR takes it away', async () => {
		expect(text(await everyFrame({ env: { TERM: 'xterm' } }))).toMatch(colour);
		expect(text(await everyFrame({ env: plain }))).not.toMatch(colour);
	});

	test('without Unicode there is ASCII alone', async () => {
		const api = new FakeApi({ automatic: false });
		const frames = [
			...(await everyFrame({ env: { ...plain, LANG: 'C' } })),
			...(await everyFrame({ env: { ...plain, LANG: 'C' }, api })),
		];
		const screen = stripVTControlCharacters(text(frames));
		expect(screen).toMatch(/^[\n -~]*$/);
		expect(screen).toContain('> o Hoeje-Taastrup');
		expect(screen).toContain('* Hoersholm');
	});
});

test('foreign text never controls the terminal', async () => {
	const api = new FakeApi();
	api.failing.set(hoersholm, hostile);
	const facts = { database: hostile, commandLine: () => `bolig-import ${hostile}` };
	for (const env of [plain, { ...plain, LANG: 'C' }]) {
		const screen = text(await everyFrame({ env, api, facts, size: { columns: 200, rows: 50 } }));
		const withoutBold = screen.replaceAll('\u001b[1m', '').replaceAll('\u001b[22m', '');
		expect(withoutBold).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069\u2028]/u);
		expect(screen).toContain('evil');
	}
});
