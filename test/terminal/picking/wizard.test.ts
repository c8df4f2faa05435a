import { describe, expect, test, vi } from 'vitest';
import { FakeApi, hoersholm, koebenhavn, type Shown, show, sizes, twoChosen } from './support.tsx';

const esc = '\u001b';

async function shown(use: (shown: Shown) => Promise<void>, options: Parameters<typeof show>[0] = {}): Promise<void> {
	const all = show(options);
	try {
		await all.see('step 1 of');
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
	const ports = { stored: new Map(), countInApi: api.countInApi, commandLine };
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
			for (const size of [...sizes, ...sizes.toReversed()]) {
				terminal.resize(size);
				await see(size.columns === 120 ? 'from København' : 'step 1 of 4');
				await vi.waitFor(() => {
					const lines = terminal.lines();
					expect(lines[1]).toBe('─'.repeat(size.columns));
					expect(lines[size.rows - 3]).toBe('─'.repeat(size.columns));
					expect(lines[size.rows - 2]).toContain('⏎ next');
					expect(lines[size.rows - 1]).toBe('');
				});
			}
			await vi.waitFor(() => expect(api.asked).toHaveLength(30));
		},
		{ initial: { ...twoChosen, municipalityCodes: [] } },
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
			await see('12 workers, recommended here: 12');
			terminal.press('\r');
			await see('Homes: 3,691 in the API, 3,691 stored: nothing new to import');
		},
		{ env: { INK_SCREEN_READER: 'true' } },
	));
