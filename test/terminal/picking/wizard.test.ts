import { describe, expect, test, vi } from 'vitest';
import { isTooSmall } from '../../../src/terminal/picking/layout.ts';
import type { Stored } from '../../../src/terminal/picking/ports.ts';
import {
	commandLine,
	FakeApi,
	hoersholm,
	koebenhavn,
	type Shown,
	show,
	sizes,
	smallSizes,
	twoChosen,
	villasStored,
} from './support.tsx';

const esc = '\u001b';

/** What is written when the screen is drawn whole. */
const wholeScreen = `${esc}[2J`;

async function shown(
	use: (shown: Shown) => Promise<void>,
	options: Parameters<typeof show>[0] = {},
	first = 'step 1 of',
): Promise<void> {
	const all = show(options);
	try {
		await all.see(first);
		await use(all);
	} finally {
		all.terminal.press('\u0003');
		await all.result;
		expect(all.terminal.alternate).toBe(false);
		expect(all.terminal.raw).toBe(false);
		expect(all.terminal.cursorShown).toBe(true);
		all.terminal.dispose();
	}
}

test('by keys from the first step to the start, in the alternate screen', () =>
	shown(async ({ terminal, see, result }) => {
		expect(terminal.alternate).toBe(true);
		expect(terminal.raw).toBe(true);
		terminal.press('hø');
		await see('Filter: hø▏');
		terminal.press(`${esc}[B`);
		await see('▸ ◯ Hørsholm');
		terminal.press(' ');
		await see('1 chosen: Hørsholm (3,691 homes)');
		terminal.press('\r');
		await see('Which types of home?');
		terminal.press(`${esc}[B `);
		await see('2 chosen: villa, terraced house');
		terminal.press('\r');
		await see('How many at once?');
		terminal.press(`${esc}[F`);
		await see('▸ ◯ fetch pages');
		terminal.press(`${esc}[A${esc}[A`);
		await see('▸   Batch size');
		terminal.press('25');
		await see('a commit every 25 homes');
		terminal.press('\r');
		await see('The same without questions:');
		terminal.press('\r');
		expect(await result).toEqual({
			kind: 'start',
			choices: {
				municipalityCodes: [hoersholm],
				types: ['villa', 'terraced house'],
				workers: 12,
				batchSize: 25,
				fetch: 'details',
			},
		});
	}));

test('keys that come in one piece are read one after the other', () =>
	shown(async ({ terminal, see }) => {
		terminal.press('hørs \r');
		await see('Which types of home?');
		await see('1 chosen: villa (3,691 homes)');
	}));

test('esc goes back in a terminal too', () =>
	shown(
		async ({ terminal, see }) => {
			terminal.press('\r');
			await see('step 2 of 4');
			terminal.press(esc);
			await see('step 1 of 4');
			terminal.press(esc);
			await see('Leave without importing?');
			terminal.press('n');
			await see('type to filter');
		},
		{ initial: twoChosen },
	));

test('d asks for a dry run', () =>
	shown(
		async ({ terminal, see, result }) => {
			await see('Ready?');
			terminal.press('d');
			expect(await result).toMatchObject({ kind: 'dry-run', choices: { municipalityCodes: [koebenhavn] } });
		},
		{ given: { municipalityCodes: [koebenhavn], types: ['villa'], workers: 12, batchSize: 50 } },
	));

test('numbers come in while nobody presses anything, and the spinners turn', () => {
	const api = new FakeApi({ automatic: false });
	return shown(
		async ({ see }) => {
			await see(/Albertslund +– +[⠙⠹⠸⠼]/);
			await api.answer();
			await see(/Albertslund +– +1,165 /);
			await api.fail('The API did not answer within 10 s.');
			await see('? Allerød: The API did not answer within 10 s.');
		},
		{ api },
	);
});

test('pasted text filters, and starts nothing', () =>
	shown(
		async ({ terminal, see }) => {
			terminal.press(`${esc}[200~Høje\r\n${esc}[31m${esc}[201~`);
			await see('Filter: Høje');
			terminal.press('\r\r\r');
			await see('step 4 of 4');
			terminal.press(`${esc}[200~d\r${esc}[201~`);
			terminal.press('q');
			await see('Leave without importing?');
		},
		{ initial: twoChosen },
	));

test('a bug in drawing gives the terminal back and is not swallowed', async () => {
	const api = new FakeApi();
	const commandLine = (): string => {
		throw new Error('no such flag');
	};
	const ports = { stored: async () => new Map(), countInApi: api.countInApi, commandLine };
	const { terminal, result, see } = show({ ports, initial: twoChosen });
	const failed = expect(result).rejects.toThrow('no such flag');
	await see('step 1 of 4');
	terminal.press('\r\r\r');
	await failed;
	expect(terminal.alternate).toBe(false);
	expect(terminal.raw).toBe(false);
	expect(terminal.cursorShown).toBe(true);
});

describe('leaving', () => {
	test('Ctrl-C leaves at once and gives the terminal back', () =>
		shown(async ({ terminal, result }) => {
			terminal.press('\u0003');
			expect(await result).toEqual({ kind: 'left' });
			expect(terminal.alternate).toBe(false);
		}));

	test('a stop from outside does the same, and what is in flight is ended', async () => {
		const stop = new AbortController();
		const api = new FakeApi({ automatic: false });
		await shown(
			async ({ result }) => {
				stop.abort();
				expect(await result).toEqual({ kind: 'left' });
			},
			{ stop: stop.signal, api },
		);
		expect(await show({ stop: stop.signal }).result).toEqual({ kind: 'left' });
	});

	test('Ctrl-Z gives the terminal to the shell and comes back whole', async () => {
		const shell = Promise.withResolvers<void>();
		await shown(
			async ({ terminal, see }) => {
				terminal.press('\u001a');
				await vi.waitFor(() => expect(terminal.alternate).toBe(false));
				expect(terminal.raw).toBe(false);
				shell.resolve();
				await see('step 1 of 4');
				expect(terminal.alternate).toBe(true);
				terminal.press('hø');
				await see('Filter: hø');
			},
			{ job: { sleep: () => shell.promise, onWoken: () => () => {} } },
		);
	});
});

test('is laid out anew when the terminal is resized, larger and smaller', () =>
	shown(
		async ({ terminal, see, api }) => {
			for (const size of [...sizes, ...smallSizes, ...sizes.toReversed()]) {
				const before = terminal.written.length;
				terminal.resize(size);
				await vi.waitFor(() => expect(terminal.written.slice(before)).toContain(wholeScreen));
				if (isTooSmall(size)) {
					await see('Too small for the questions');
					continue;
				}
				await see('step 1 of 4');
				await vi.waitFor(() => {
					const lines = terminal.lines();
					expect(lines[1]).toBe('─'.repeat(size.columns));
					expect(lines[size.rows - 3]).toBe('─'.repeat(size.columns));
					expect(lines[size.rows - 2]).toContain('⏎ next');
					expect(lines[size.rows - 1]).toBe('');
				});
				if (size.columns === 120) await vi.waitFor(() => expect(api.asked).toHaveLength(30));
			}
		},
		{ initial: { ...twoChosen, municipalityCodes: [] } },
	));

test('in a terminal that is too small nothing can be done but leave it', () =>
	shown(
		async ({ terminal, see, result }) => {
			terminal.press(' \r\td5');
			await see('Too small for the questions');
			terminal.press('q');
			await see('Leave without importing?');
			terminal.press('n');
			await see('Too small for the questions: they');
			terminal.press(esc);
			await see('Leave without importing?');
			terminal.press('y');
			expect(await result).toEqual({ kind: 'left' });
		},
		{ size: { columns: 39, rows: 24 }, initial: twoChosen },
		'Too small',
	));

test('keys that Ink has no name for write nothing and start nothing', () =>
	shown(
		async ({ terminal, see }) => {
			const unknown = ['[25~', '[1;2P', '[>1;2c', '[200;5u', 'OP', '[2~', '[1;5C', 'd'].map((rest) => esc + rest);
			for (const keys of unknown) terminal.press(keys);
			terminal.press('hø');
			await see('Filter: hø▏');
			terminal.press('\r\r\r');
			await see('step 4 of 4');
			for (const keys of unknown) terminal.press(keys);
			terminal.press('q');
			await see('Leave without importing?');
		},
		{ initial: twoChosen },
	));

test('a screen reader gets sentences, the line at the cursor, and nothing that spins', () =>
	shown(
		async ({ terminal, see }) => {
			terminal.press('hørs ');
			await see(/Hørsholm, chosen: 3,691 stored, 3,691 in the API, last complete import yesterday\s+02:10/);
			await see('1 chosen: Hørsholm (3,691 homes)');
			expect(terminal.screen()).toContain('Keys: space choose');
			expect(terminal.screen()).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏━─◉◯▸]/);
			expect(terminal.alternate).toBe(false);
			terminal.press('\r');
			await see('villa, chosen');
			terminal.press('\r');
			await see(/Preset production, best for most systems, chosen: 12 workers, a commit every 50\s+homes, all homes/);
			terminal.press('\r');
			await see('Homes: 3,691 in the API, 3,691 stored: nothing new to import');
		},
		{ env: { INK_SCREEN_READER: 'true' } },
	));

describe('what is stored', () => {
	test('is asked for behind the first screen, and shown when it comes', async () => {
		const api = new FakeApi();
		const stored = Promise.withResolvers<ReadonlyMap<number, Stored>>();
		const ports = { stored: () => stored.promise, countInApi: api.countInApi, commandLine };
		const { terminal, result, see } = show({ ports, api });
		await see('Albertslund');
		expect(terminal.screen()).not.toContain('never');
		stored.resolve(new Map([[165, villasStored(4321)]]));
		await see(/Albertslund +4,321/);
		terminal.press('\u0003');
		await result;
	});

	test('when it cannot be had, the questions end with the reason and the terminal is given back', async () => {
		const api = new FakeApi();
		const refused = new Error('password authentication failed');
		const ports = { stored: () => Promise.reject(refused), countInApi: api.countInApi, commandLine };
		const { terminal, result } = show({ ports, api });
		await expect(result).rejects.toBe(refused);
		expect(terminal.alternate).toBe(false);
		expect(terminal.raw).toBe(false);
	});
});
