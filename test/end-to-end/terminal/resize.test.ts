import { expect, test } from 'vitest';
import { sandbox } from '../../sandbox/client.ts';
import type { PtyProgram, PtySize } from '../../support/pty.ts';
import { freshDatabase, villas } from '../../support/scenario.ts';
import { drawnImport, expectEnd, inTerminal, untilDone } from './support.ts';

const small = { columns: 60, rows: 20 };
const usual = { columns: 80, rows: 24 };
const large = { columns: 120, rows: 40 };

/** Drawn once, for this size: nothing of a frame of another size is left. */
function isWhole(lines: readonly string[], { columns, rows }: PtySize): boolean {
	const shown = lines.findLastIndex((line) => line !== '') + 1;
	const rules = lines.flatMap((line, index) => (line.includes('───') ? [index] : []));
	return (
		shown === rows - 1 &&
		/^ Dragør · villa .* [●‖◐] \w+ +\d:\d\d$/.test(lines[0] ?? '') &&
		/^ p (pause|resume) .*q stop$/.test(lines[shown - 1] ?? '') &&
		rules.join() === `1,${shown - 2}` &&
		rules.every((index) => lines[index] === '─'.repeat(columns)) &&
		lines.filter((line) => line.startsWith(' Dragør')).length === 1 &&
		['Speed', 'Limit', 'Workers', 'Errors'].every(
			(label) => lines.filter((line) => line.startsWith(` ${label}`)).length === 1,
		)
	);
}

async function resized(program: PtyProgram, size: PtySize): Promise<string> {
	program.resize(size);
	return program.until(() => isWhole(program.lines(), size), 3_000);
}

test('while it runs, every size is drawn whole and stays so; those of a window that is dragged as well', async () => {
	const [api, database] = [await sandbox({ ...villas(900), latencyMs: 100 }), await freshDatabase()];
	const program = await inTerminal(drawnImport(api, database));
	await untilDone(program, 1);
	for (const size of [small, large, usual]) {
		await resized(program, size);
		// Some frames later, too; inside a synchronized update lines may be half drawn, which `until` knows.
		const frames = program.written.length + 2_000;
		await program.until(() => program.written.length > frames && isWhole(program.lines(), size));
	}
	for (let columns = 80; columns > 60; columns--) program.resize({ columns, rows: 24 });
	for (let rows = 24; rows > 20; rows--) program.resize({ columns: 60, rows });
	await resized(program, small);
	program.press('qq');
	await expectEnd(program, 75);
});

test('however it came to its size, it shows the same', async () => {
	const [api, database] = [await sandbox({ ...villas(900), latencyMs: 50 }), await freshDatabase()];
	const program = await inTerminal(drawnImport(api, database));
	await untilDone(program, 1);
	program.press('p');
	const first = await program.until('paused by you: nothing in flight, everything fetched is committed');
	const fromUsual = await resized(program, small);
	const tall = await resized(program, large);
	expect(tall).toContain('\n Log');
	expect(await resized(program, small)).toBe(fromUsual);
	expect(await resized(program, large)).toBe(tall);
	expect(await resized(program, usual)).toBe(first);
	program.press('qq');
	await expectEnd(program, 75);
});

test('a terminal too small for the dashboard says so, and keys still work there', async () => {
	const [api, database] = [await sandbox({ ...villas(900), latencyMs: 100 }), await freshDatabase()];
	const program = await inTerminal(drawnImport(api, database), { size: { columns: 30, rows: 8 } });
	await program.until(
		/^ Dragør · villa\n ● running .*\n [\d,]+ of .*\n too small .*\n needs 40x10\n\n p pause {3}q stop\n/,
	);
	program.press('p');
	await program.until(/^ Dragør · villa\n ‖ paused .*\n(.*\n)+ p resume {3}q stop\n/);
	await resized(program, usual);
	program.resize({ columns: 39, rows: 24 });
	await program.until(/^ Dragør · villa\n ‖ paused .*\n(.*\n)+ p resume {3}q stop\n/);
	expect(
		program
			.screen()
			.split('\n')
			.filter((line) => line.includes('Dragør')),
	).toHaveLength(1);
	program.press('q');
	await program.until('Stop?   q yes');
	program.press('q');
	await expectEnd(program, 75);
});
