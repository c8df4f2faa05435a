import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectDisplay } from '../../../src/terminal/display.ts';
import { isBroken, typable, wrapCommand } from '../../../src/terminal/picking/command-text.ts';
import { lastImportWords } from '../../../src/terminal/picking/last-import.ts';
import { everyCode } from '../../../src/terminal/picking/municipality-list.ts';
import { namesFitting } from '../../../src/terminal/picking/names-fitting.ts';
import { wrapWords } from '../../../src/terminal/wrap.ts';
import {
	FakeApi,
	hoersholm,
	koebenhavn,
	now,
	Staged,
	type StagedOptions,
	sizes,
	twoChosen,
	villasStored,
} from './support.tsx';

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
			' Requests         at least 14,462, at most 10 a second',
			' Time             at least 24 min at today’s latency of 610 ms',
			'',
			' The same without questions:',
			`   bolig-import --ci --municipality ${hoersholm} --municipality ${koebenhavn}`,
		]);
	});

	test('without a ceiling the workers and the latency make the time', async () => {
		const wizard = await confirming({ facts: { rate: 0 } });
		expect(wizard.screen()).toContain('at least 14,462, as fast as the API answers');
		// 14,462 requests, 12 at a time, 610 ms each.
		expect(wizard.screen()).toContain('at least 12 min at today’s latency of 610 ms');
	});

	test('where everything is stored there is nothing new', async () => {
		const wizard = await confirming({ initial: { ...twoChosen, municipalityCodes: [hoersholm] } });
		expect(wizard.screen()).toContain('3,691 in the API, 3,691 stored: nothing new to import');
		expect(wizard.screen()).toContain('Requests         about 19, at most 10 a second');
	});

	test('what --refresh looks at again is told, and counts', async () => {
		const due = (homes: number, forSale = 0) => new Map([[hoersholm, villasStored(3691, undefined, homes, forSale)]]);
		const listed = await confirming({ facts: { refresh: 'listed', stored: due(60, 60) } });
		expect(listed.screen()).toContain(' Refresh          listed, about 60 stored homes to look at again\n');
		expect(listed.screen()).toContain('Requests         about 14,522, at most 10 a second');
		const all = await confirming({
			facts: { refresh: 'all', stored: due(3691, 60) },
			initial: { ...twoChosen, municipalityCodes: [hoersholm] },
		});
		expect(all.screen()).toContain(' Refresh          all, about 3,691 stored homes to look at again\n');
		expect(all.screen()).toContain('3,691 stored: nothing new to import');
		expect(all.screen()).toContain('Requests         about 3,710, at most 10 a second');
		const stale = await confirming({ facts: { refresh: 'stale:7d', stored: undefined } });
		expect(stale.screen()).toContain(' Refresh          stale:7d, stored homes to look at again\n');
	});

	test('what --timeline costs is told, and counts', async () => {
		const wizard = await confirming({ facts: { timeline: true } });
		expect(wizard.screen()).toContain(' Timeline         about 230 requests more, one for each home for sale\n');
		expect(wizard.screen()).toContain('Requests         at least 14,692, at most 10 a second');
		expect((await confirming()).screen()).not.toMatch(/Timeline|Refresh/);
		const asking = await confirming({ facts: { timeline: true }, api: new FakeApi({ automatic: false }) });
		expect(asking.screen()).toContain(' Timeline         one request more for each home for sale\n');
	});

	test('of what is stored only the chosen types count, where they are known', async () => {
		const none = { due: 0, dueForSale: 0 };
		const byType = new Map([['villa', { homes: 1000, ...none }]]);
		const stored = new Map([[hoersholm, { homes: 3691, ...none, byType, lastCompleteAt: undefined }]]);
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

describe('the command line that does the same', () => {
	const long = `/srv/${'folder/'.repeat(20)}`;
	const confirmed = async (command: string, options: StagedOptions = {}): Promise<string> =>
		(await confirming({ ...options, facts: { commandLine: () => command, ...options.facts } })).screen();

	test('a word that is too long for a line is broken, and that is told', async () => {
		const told = 'A word too long for one line here was broken in two: join it.';
		expect(await confirmed(`bolig-import --ci --data-dir ${long}`)).toContain(told);
		expect(await confirmed(`bolig-import --ci --data-dir ${long}`, { size: { columns: 200, rows: 30 } })).not.toContain(
			told,
		);
	});

	test('what it lacks is told under it', async () => {
		const commandNote = 'Of --database a part is left out, such as the password: put it back.';
		const screen = await confirmed('bolig-import --ci', { facts: { commandNote } });
		expect(screen).toMatch(new RegExp(`bolig-import --ci\\n ${commandNote}\\n`));
	});

	test('a dry run that was asked for by a flag is told', async () => {
		const wizard = await confirming({ facts: { dryRun: true } });
		expect(wizard.screen()).toContain('Fetch            nothing, --dry-run only counts');
	});

	test('in a terminal without Unicode it still says the same to a shell', async () => {
		const screen = await confirmed("bolig-import --ci --data-dir 'my føld' --municipality Rødovre", {
			env: { LANG: 'C' },
			size: { columns: 120, rows: 24 },
		});
		expect(screen).toContain("bolig-import --ci --data-dir 'my f'$'\\303\\270''ld' --municipality R$'\\303\\270'dovre");
	});
});

describe('wrapping a command', () => {
	test('a wrapped command is one command to a shell, flags with their values', () => {
		const lines = wrapCommand("bolig-import --ci --type 'terraced house' --type villa --all", 30);
		expect(lines).toEqual(['bolig-import --ci \\', "--type 'terraced house' \\", '--type villa --all']);
		for (const line of lines) expect(line.length).toBeLessThanOrEqual(30);
	});

	test('a flag and a value that fit no line together are on two', () => {
		expect(wrapCommand('bolig-import --data-dir /a/folder/of/mine', 22)).toEqual([
			'bolig-import \\',
			'--data-dir \\',
			'/a/folder/of/mine',
		]);
	});

	test('nothing is lost, however long a word is', () => {
		expect(wrapWords('a /very/long/path b', 6)).toEqual(['a', '/very/', 'long/p', 'ath b']);
		expect(wrapCommand("it's 'odd", 40).join('')).toBe("it's 'odd");
		expect(isBroken('bolig-import /very/long/path', 14)).toBe(true);
		expect(isBroken('bolig-import --ci', 14)).toBe(false);
	});

	const words = fc.array(
		fc.string({ unit: fc.constantFrom(...`aB1-/ .'"$\\\`*?~#!&;|<>()ø漢\u001b\u202e\n`), maxLength: 12 }),
		{
			minLength: 1,
			maxLength: 8,
		},
	);
	const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

	test.each([{}, { LANG: 'C' }])('whatever the words, and %j: bash reads back what was meant', (env) => {
		const { show } = detectDisplay(env);
		const cases = fc.sample(words, 60);
		const script = cases.map((argv) => {
			const command = typable(`printf '%s\\0' ${argv.map(quote).join(' ')}`, show);
			const shown = wrapCommand(command, isBroken(command, 60) ? 1000 : 60);
			for (const line of shown) expect(show(line)).toBe(line);
			return shown.map((line) => `  ${line}`).join('\n');
		});
		const { stdout } = spawnSync('bash', ['-c', script.join('\n')], { encoding: 'utf8' });
		expect(stdout.split('\0').slice(0, -1)).toEqual(cases.flat());
	});
});

describe('fitting names', () => {
	test('names: as many as fit, and how many more', () => {
		const names = ['Albertslund', 'Allerød', 'Assens'];
		expect(namesFitting(names, 40)).toBe('Albertslund, Allerød, Assens');
		expect(namesFitting(names, 26)).toBe('Albertslund and 2 more');
		expect(namesFitting(names, 10)).toBe('');
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
