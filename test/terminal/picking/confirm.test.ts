import { describe, expect, test } from 'vitest';
import { lastImportWords } from '../../../src/terminal/picking/last-import.ts';
import { everyCode } from '../../../src/terminal/picking/municipality-list.ts';
import { namesFitting, wrapCommand, wrapWords } from '../../../src/terminal/picking/wrap.ts';
import { FakeApi, hoersholm, koebenhavn, now, Staged, type StagedOptions, sizes, twoChosen } from './support.tsx';

async function confirming(options: StagedOptions = {}): Promise<Staged> {
	return new Staged({ initial: twoChosen, ...options }).press('enter', 'enter', 'enter');
}

describe('the confirmation', () => {
	test('says what will happen, in figures', async () => {
		const wizard = await confirming();
		expect(wizard.draw().slice(3, 16)).toEqual([
			' Municipalities   Hørsholm, København',
			' Home types       villa',
			' Workers          12      recommended here: 12',
			' Batch size       50      a commit every 50 homes',
			' Fetch            details, one request a home',
			' Database         embedded, ~/.local/share/bolig-import',
			'',
			' Homes            18,059 in the API, 3,691 stored: 14,368 to import',
			' Requests         about 14,459, at most 10 a second',
			' Time             about 24 min at today’s latency of 610 ms',
			'',
			' The same without questions:',
			`   bolig-import --ci --municipality ${hoersholm} --municipality ${koebenhavn}`,
		]);
	});

	test('without a ceiling the workers and the latency make the time', async () => {
		const wizard = await confirming({ facts: { rate: 0 } });
		expect(wizard.screen()).toContain('about 14,459, as fast as the API answers');
		// 14,459 requests, 12 at a time, 610 ms each.
		expect(wizard.screen()).toContain('about 12 min at today’s latency of 610 ms');
	});

	test('where everything is stored there is nothing new', async () => {
		const wizard = await confirming({ initial: { ...twoChosen, municipalityCodes: [hoersholm] } });
		expect(wizard.screen()).toContain('3,691 in the API, 3,691 stored: nothing new to import');
	});

	test('of what is stored only the chosen types count, where they are known', async () => {
		const byType = new Map([['villa', 1000]]);
		const stored = new Map([[hoersholm, { homes: 3691, byType, lastCompleteAt: undefined }]]);
		const initial = { ...twoChosen, municipalityCodes: [hoersholm] };
		expect((await confirming({ initial, facts: { stored } })).screen()).toContain('1,000 stored: 2,691 to import');
		const all = await confirming({ initial: { ...initial, types: ['all'] }, facts: { stored } });
		expect(all.screen()).toContain('3,691 stored: nothing new');
	});

	test('before the first answer it says that it does not know yet', async () => {
		const wizard = await confirming({ api: new FakeApi({ automatic: false }) });
		expect(wizard.screen()).toContain('Homes            ⠋ asking the API how many there are');
		expect(wizard.screen()).toContain('Time             not known before the API has answered');
	});

	test.each(sizes)(
		'a long command is wrapped at $columns columns, never cut, and can be scrolled to its end',
		async (size) => {
			const initial = { ...twoChosen, municipalityCodes: everyCode.slice(0, 60) };
			const wizard = await confirming({ initial, size });
			const seen = new Set(wizard.draw());
			for (let line = 0; line < 60; line++) {
				await wizard.press('down');
				for (const shown of wizard.draw()) seen.add(shown);
			}
			const screen = [...seen].join('\n');
			for (const code of everyCode.slice(0, 60)) expect(screen).toContain(`--municipality ${code}`);
			expect(screen).not.toContain('…');
			await wizard.press('up');
			expect(wizard.screen()).toContain('Ready?');
		},
	);

	test('the municipalities that do not fit are counted', async () => {
		const initial = { ...twoChosen, municipalityCodes: everyCode.slice(0, 20) };
		expect((await confirming({ initial })).screen()).toMatch(/ Municipalities {3}Albertslund, .* and 1[0-9] more\n/);
	});
});

describe('wrapping', () => {
	test('a wrapped command is one command to a shell, flags with their values', () => {
		const lines = wrapCommand("bolig-import --ci --type 'terraced house' --type villa --all", 30);
		expect(lines).toEqual(['bolig-import --ci \\', "--type 'terraced house' \\", '--type villa --all']);
		for (const line of lines) expect(line.length).toBeLessThanOrEqual(30);
	});

	test('nothing is lost, however long a word is', () => {
		expect(wrapWords('a /very/long/path b', 6)).toEqual(['a', '/very/', 'long/p', 'ath b']);
		expect(wrapCommand("it's 'odd", 40).join('')).toBe("it's 'odd");
	});

	test('names: as many as fit, and how many more', () => {
		const names = ['Albertslund', 'Allerød', 'Assens'];
		expect(namesFitting(names, 40)).toBe('Albertslund, Allerød, Assens');
		expect(namesFitting(names, 26)).toBe('Albertslund and 2 more');
		expect(namesFitting(names, 10)).toBe('3 of them');
	});
});

test.each([
	[undefined, 'never'],
	[new Date(2026, 10, 23, 2, 10), 'today 02:10'],
	[new Date(2026, 10, 22, 2, 10), 'yesterday 02:10'],
	[new Date(2026, 10, 21, 23, 59), '21 Nov'],
	[new Date(2026, 10, 12, 2, 10), '12 Nov'],
	[new Date(2025, 10, 22, 2, 10), '22 Nov 2025'],
])('the last complete import at %s: %s', (at, words) => {
	expect(lastImportWords(at?.getTime(), now)).toBe(words);
});
