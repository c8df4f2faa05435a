import { describe, expect, test } from 'vitest';
import { sandbox } from '../../sandbox/client.ts';
import { runProgram } from '../../support/program.ts';
import { expectPlainError, freshDatabase, villas } from '../../support/scenario.ts';
import { colour, drawnImport, expectEnd, inTerminal, untilDone } from './support.ts';

/** Anything but letters that ASCII has, ends of lines, and escape sequences. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const beyondAscii = /[^\u0020-\u007e\r\n\u001b]/;
/** Shows or hides the cursor, brackets pasted text, erases lines, moves up: what redrawing plain text takes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const essential = /\u001b\[(?:\?25[hl]|\?2004[hl]|\?2026[hl]|\d*[ABEFGJK])/g;

const never = ['--municipality', 'dragoer', '--api-url', 'http://127.0.0.1:9', '--data-dir', '/proc/never-used'];

describe('where nothing can be drawn: 64, and what to do instead', () => {
	test.each([
		['an import', never],
		['the wizard', never.slice(2)],
	])('%s, and the output is no terminal', async (_, words) => {
		expectPlainError(await runProgram(words), 64, 'There is no terminal to draw in: the output is not', /--ci/);
	});

	test('TERM=dumb', async () => {
		const program = await inTerminal(never, { env: { TERM: 'dumb' } });
		expect(await expectEnd(program, 64)).toBe(
			'bolig-import: There is no terminal to draw in: the terminal is a dumb one (TERM=dumb).\n' +
				'  Add --ci for plain lines, or --json for events.',
		);
		expect(program.written).not.toContain('\u001b');
	});
});

describe('what the terminal cannot show is not sent', () => {
	const run = async (env: Record<string, string>) => {
		const [api, database] = [await sandbox({ ...villas(200), latencyMs: 60 }), await freshDatabase()];
		const program = await inTerminal(drawnImport(api, database), { env });
		const dashboard = await (env.INK_SCREEN_READER === undefined
			? untilDone(program, 50)
			: program.until(/^Dragør · villa: /));
		return { program, dashboard, summary: await expectEnd(program, 0) };
	};

	test('NO_COLOR: no colour', async () => {
		const { program } = await run({ NO_COLOR: '1' });
		expect(program.written).not.toMatch(colour);
	});

	test('LANG=C: ASCII only, in the summary too', async () => {
		const { program, dashboard, summary } = await run({ LANG: 'C' });
		expect(dashboard).toMatch(/^ Dragoer - villa .*\* running/);
		expect(beyondAscii.exec(program.written)).toBeNull();
		expect(summary).toMatch(/Dragoer - villa: complete/);
	});

	test('INK_SCREEN_READER: plain text on the ordinary screen, and no more escape sequences than it takes', async () => {
		const { program, dashboard, summary } = await run({ INK_SCREEN_READER: 'true' });
		expect(dashboard).toMatch(/^Dragør · villa: \w+, \d+(\.\d)? s\n/);
		expect(dashboard).toMatch(/Keys: p pause, /);
		expect(program.written).not.toContain('\u001b[?1049h');
		expect(program.written.replaceAll(essential, '')).not.toContain('\u001b');
		expect(program.written).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏━┄▁▂▃]/);
		expect(summary).toContain('✓ Dragør · villa: complete');
	});
});
