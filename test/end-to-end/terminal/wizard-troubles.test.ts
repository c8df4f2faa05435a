import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/server.ts';
import { sandbox } from '../../sandbox/client.ts';
import type { PtyProgram, PtySize } from '../../support/pty.ts';
import { databaseArgs, freshDatabase, villas } from '../../support/scenario.ts';
import { colour, expectEnd, inTerminal, keys } from './support.ts';

async function choosing(apiUrl: string, options: Parameters<typeof inTerminal>[1] = {}): Promise<PtyProgram> {
	const program = await inTerminal(['--api-url', apiUrl, ...databaseArgs(await freshDatabase())], options);
	await program.until('step 1 of 4');
	return program;
}

async function toTheLastStep(program: PtyProgram): Promise<void> {
	for (const step of [2, 3, 4]) {
		program.press(keys.enter);
		await program.until(`step ${step} of 4`);
	}
}

describe('while the API cannot tell how much it has', () => {
	test('403: it is asked no more, that is said in words, and starting is possible', async () => {
		const refusing = await sandbox({ script: () => ({ kind: 'status', status: 403 }) });
		const program = await choosing(refusing.url);
		await program.until(/\? Albertslund and 13 more: The API refuses this client or this network\./);
		expect(refusing.stats().requests).toBeLessThanOrEqual(4);
		program.press('dragør ');
		await program.until('1 chosen: Dragør');
		await toTheLastStep(program);
		await program.until('not known, the API did not say; you can start all the same');
		program.press(keys.enter);
		expect(await expectEnd(program, 69)).toContain('The API refuses this client');
	});

	test('500: said in words; counted again when it is well', async () => {
		let ill = true;
		const api = await sandbox({ ...villas(7), script: () => (ill ? { kind: 'status', status: 500 } : undefined) });
		const program = await choosing(api.url);
		program.press('dragør ');
		await program.until(/\? Dragør: The API is in trouble: it answered with HTTP 500/);
		await program.until('Ctrl-R count again');
		ill = false;
		program.press('\u0012');
		await program.until('1 chosen: Dragør (7 homes)');
		program.kill('SIGTERM');
		await expectEnd(program, 75);
	});

	test('away: said in words, and every step can be walked through', async () => {
		const away = await startSandbox();
		await away.close();
		const program = await choosing(away.url);
		program.press('dragør ');
		await program.until(/\? (Dragør: )?The connection to the API failed: /);
		await toTheLastStep(program);
		await program.until('Time             not known before the API has answered');
		program.press('q');
		await program.until('Leave without importing?');
		program.press('q');
		await expectEnd(program, 0);
	});
});

describe('whatever the terminal', () => {
	test('one that is resized in the middle never gets a frame that is too large, and one that is too small says so', async () => {
		const program = await choosing((await sandbox(villas(7))).url);
		program.press('dragør ');
		await program.until('1 chosen: Dragør');
		const resize = async (size: PtySize, seen: string | RegExp): Promise<void> => {
			program.resize(size);
			await program.until(seen);
			expect(program.scrollback().split('\n').length).toBeLessThanOrEqual(size.rows);
		};
		for (const step of [1, 2, 3, 4]) {
			const last = new RegExp(`step ${step} of 4\\n[^]*(next|start)[^\\n]*\\n*$`);
			await resize({ columns: 59, rows: 20 }, last);
			await resize({ columns: 40, rows: 10 }, last);
			await resize({ columns: 30, rows: 8 }, 'Too small for the questions');
			await resize({ columns: 45, rows: 12 }, last);
			if (step < 4) program.press(keys.enter);
		}
		program.press(keys.interrupt);
		await expectEnd(program, 0);
	});

	// biome-ignore lint/suspicious/noControlCharactersInRegex: finding what is not ASCII is what it is for
	const beyondAscii = /[^\u0020-\u007e\r\n\u001b]/;

	test('LANG=C and NO_COLOR: ASCII alone, and no colour', async () => {
		const program = await choosing((await sandbox(villas(7))).url, { env: { LANG: 'C', NO_COLOR: '1' } });
		program.press('dragoe ');
		await program.until('1 chosen: Dragoer (7 homes)');
		await toTheLastStep(program);
		await program.until(/Homes +7 in the API/);
		program.press(keys.interrupt);
		await expectEnd(program, 0);
		expect(program.written).not.toMatch(beyondAscii);
		expect(program.written).not.toMatch(colour);
	});

	test('TERM=dumb: refused, with what to do instead', async () => {
		const program = await inTerminal(['--sandbox'], { env: { TERM: 'dumb' } });
		expect(await expectEnd(program, 64)).toMatch(/There is no terminal to draw in: .*\n +Add --ci /);
	});
});
