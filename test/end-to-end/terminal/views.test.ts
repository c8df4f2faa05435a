import { describe, expect, test } from 'vitest';
import { sandbox } from '../../sandbox/client.ts';
import { count, freshDatabase, villaIds, villas } from '../../support/scenario.ts';
import { colour, drawnImport, expectEnd, inTerminal, keys, untilDone } from './support.ts';

const dashboard = /p pause .* q stop/;

describe('the views', () => {
	test('e, w, l and ? open; the same key or esc closes', async () => {
		const [api, database] = [await sandbox({ ...villas(900), latencyMs: 100 }), await freshDatabase()];
		const program = await inTerminal(drawnImport(api, database));
		await untilDone(program, 50);
		expect(program.written).toMatch(colour);
		const views = [
			['e', /^ Errors +none .*\n(.*\n)+.*Every home so far could be fetched and stored\./],
			['w', /^ Workers +12, \d+ busy .*\n(.*\n)+ +1 . (fetching|idle) .*\n(.*\n)+ 12 . /],
			['l', /^ Log +the last \d+ lines, newest first .*\n(.*\n)+ \d\d:\d\d:\d\d the search is finished/],
			['?', /^ All keys .*\n(.*\n)+.*Ctrl-Z +to the shell/],
		] as const;
		for (const [key, shown] of views) {
			program.press(key);
			await program.until(shown);
			expect(program.screen()).not.toMatch(dashboard);
			program.press(key === 'e' || key === 'l' ? keys.escape : key);
			await program.until(dashboard);
		}
		program.press('e');
		await program.until('esc back');
		program.press('w');
		await program.until(/^ Workers +12, /);
		program.press('qq');
		await expectEnd(program, 75);
	});
});

describe('the header', () => {
	test('says how many of several municipalities are counted, and that the last homes are under way', async () => {
		const numbers = { villas: new Map([155, 825, 563].map((code) => [code, 40])) };
		// Longer than any two pictures are apart.
		const api = await sandbox({ ...numbers, latencyMs: 2000 });
		const more = ['--municipality', 'laesoe', '--municipality', 'fanoe', '--workers', '64'];
		const program = await inTerminal(drawnImport(api, await freshDatabase(), ...more));
		await program.until(/^ [012] of 3 municipalities · villa .* \d+:\d\d\n/);
		await program.until(/^ 3 of 3 municipalities · villa /);
		await program.until(/^ 3 of 3 municipalities · villa .* ◕ finishing /);
		await expectEnd(program, 0);
	});
});

describe('homes that fail', () => {
	test('appear under errors, and r fetches them again while the run goes on', async () => {
		const broken = new Set<string>();
		const api = await sandbox({
			...villas(700),
			latencyMs: 120,
			script: ({ path }) => (broken.has(path.split('/').at(-1) ?? '') ? { kind: 'status', status: 500 } : undefined),
		});
		for (const id of (await villaIds(api)).slice(0, 4)) broken.add(id);
		const database = await freshDatabase();
		const program = await inTerminal(drawnImport(api, database, '--batch-size', '5'));
		await program.until(/↻ .* in \d+s/);
		await program.until(/Errors +4 +4 \S/, 25_000);
		await program.until(/failed +4\b/);
		program.press('e');
		await program.until(/^ Errors +4 in 1 group .*\n─+\n ▸ +4 +\S.*500/);
		await program.until(/\n \d\d:\d\d:\d\d +\S.*2791.*\n +\S+ +while fetching +\d tries\n/);
		program.press(keys.enter);
		await program.until('scroll');
		program.press(keys.escape);
		await program.until('group');
		program.press('c');
		const copied = /copied ([0-9a-f-]{36})/.exec(await program.until(/copied [0-9a-f-]{36}/))?.[1] ?? '';
		expect(broken).toContain(copied);
		expect(program.written).toContain(`\u001b]52;c;${Buffer.from(copied).toString('base64')}\u0007`);
		broken.clear();
		program.press('r');
		await program.until(/^ Errors +none +4 homes are tried again .*\n(.*\n)+ 4 homes are tried again\n/);
		program.press(keys.escape);
		await program.until(/failed +0\b/);
		program.press('+'.repeat(52));
		expect(await expectEnd(program, 0)).toMatch(/imported +700 +skipped 0 +failed 0/);
		expect(await count(database, 'property')).toBe(700);
	});
});
