import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/database/open.ts';
import { sandbox } from '../../sandbox/client.ts';
import { serverUrl } from '../../support/databases.ts';
import { temporaryFolder } from '../../support/program.ts';
import type { PtyProgram } from '../../support/pty.ts';
import { addressOf, count, databaseArgs, freshDatabase, runImport, villas } from '../../support/scenario.ts';
import { program } from '../../support/shipped.ts';
import { expectEnd, inTerminal, keys } from './support.ts';

/** What step 4 shows under "The same without questions:", as a person would copy it: whole lines, blanks and all. */
async function commandShown(program: PtyProgram): Promise<string> {
	const screen = await program.until(/Homes[: ] *[\d,]+ in the API, \d+ stored/);
	const lines = screen.split('\n');
	const first = lines.findIndex((line) => line.includes('The same without questions:')) + 1;
	const last = lines.findIndex((line, index) => index >= first && !line.endsWith('\\'));
	return lines.slice(first, last + 1).join('\n');
}

/** A program for the path that goes by our name: the real one. */
const real = `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`;
/** Another that only says with which words it was called. */
const echo = `#!/bin/sh\nprintf '%s\\n' "$@"\n`;

interface Pasted {
	readonly home: string;
	readonly program: string;
	readonly env?: Readonly<Record<string, string>>;
}

/** Runs what was copied in bash. @returns the code, and all that was written. */
async function paste(command: string, { home, program, env = {} }: Pasted): Promise<[number, string]> {
	const path = join(home, 'path');
	await mkdir(path, { recursive: true });
	await writeFile(join(path, 'bolig-import'), program, { mode: 0o755 });
	const [data, config] = [join(home, 'data'), join(home, 'config')];
	const shell = spawn('bash', ['--noprofile', '--norc'], {
		cwd: home,
		env: { HOME: home, XDG_DATA_HOME: data, XDG_CONFIG_HOME: config, PATH: `${path}:${process.env.PATH}`, ...env },
	});
	shell.stdin.end(`${command}\n`);
	const ended = once(shell, 'close') as Promise<[number]>;
	const [written, errors, [code]] = await Promise.all([text(shell.stdout), text(shell.stderr), ended]);
	return [code, written + errors];
}

/** Læsø and Fanø, villas and terraced houses, the preset for testing with batches of 25 from pages; up to the last step. */
async function pickMuch(program: PtyProgram): Promise<void> {
	const clear = '\u0015';
	for (const [step, pressed] of [
		`laesoe ${clear}fanoe ${keys.enter}`,
		`${keys.down} ${keys.enter}`,
		`${keys.down.repeat(3)} ${keys.end} ${keys.up}${keys.up}25${keys.enter}`,
	].entries()) {
		await program.until(`step ${step + 1} of 4`);
		program.press(pressed);
	}
	await program.until('step 4 of 4');
}

const oddFolder = 'vores "føl" & huse';

async function muchPicked(home: string, env: Record<string, string>): Promise<string> {
	const args = ['--sandbox', '--data-dir', `./${oddFolder}`];
	const program = await inTerminal(args, { home, env, size: { columns: 60, rows: 30 } });
	await pickMuch(program);
	const command = await commandShown(program);
	program.press(keys.interrupt);
	await program.exited;
	return command;
}

describe('the command line of step 4, pasted into a shell', () => {
	test('does the same', async () => {
		const home = await temporaryFolder();
		const command = await muchPicked(home, {});
		const [code, written] = await paste(command, { home, program: real });
		expect(code, `${command}\n${written}`).toBe(0);
		const { orm, close } = await openDatabase({ kind: 'embedded', folder: join(home, oddFolder) });
		const runs = await orm.em.getConnection().execute('select options from import_run').finally(close);
		const options = {
			municipalities: [563, 825],
			addressTypes: ['villa', 'terraced house'],
			workers: 10,
			batchSize: 25,
			fetch: 'pages',
		};
		expect(runs).toEqual([{ options: expect.objectContaining({ ...options, limit: 100 }) }]);
	});

	test.each([{ LANG: 'C' }, { INK_SCREEN_READER: 'true' }])('is read as it was meant, with %j too', async (env) => {
		const home = await temporaryFolder();
		const [, words] = await paste(await muchPicked(home, env), { home, program: echo });
		expect(words.split('\n')).toEqual([
			...['--ci', '--sandbox', '--data-dir', `./${oddFolder}`, '--municipality', 'fanoe', '--municipality', 'laesoe'],
			...['--type', 'villa', '--type', 'terraced house', '--workers', '10', '--batch-size', '25'],
			...['--fetch', 'pages', '--limit', '100', ''],
		]);
	});
});

test('a number that was typed stands in place of --workers auto; a plan knows what is stored', async () => {
	const [api, database, home] = [await sandbox(villas(5)), await freshDatabase(), await temporaryFolder()];
	await runImport({ api, database });
	const args = ['--dry-run', '--workers', 'auto', '--api-url', api.url, ...databaseArgs(database)];
	const program = await inTerminal(args, { home, size: { columns: 120, rows: 30 } });
	for (const [step, pressed] of [
		`dragoer ${keys.enter}`,
		keys.enter,
		`${keys.end}${keys.up}${keys.up}${keys.up}7${keys.enter}`,
	].entries()) {
		await program.until(`step ${step + 1} of 4`);
		program.press(pressed);
	}
	await program.until('5 in the API, 5 stored: nothing new to import');
	const command = await commandShown(program);
	expect(command).toContain('--workers 7');
	expect(command).not.toContain('auto');
	program.press(keys.enter);
	expect(await expectEnd(program, 0)).toMatch(/Dragør · villa +5 +5 +0[\s\S]* 7 workers, /);
});

describe.skipIf(serverUrl === undefined)('the address of a database with a password', () => {
	const atLastStep = async (args: readonly string[], env: Record<string, string>): Promise<PtyProgram> => {
		const program = await inTerminal(args, { env, size: { columns: 120, rows: 30 } });
		await program.until('step 1 of 4');
		program.press(`dragoer ${keys.enter}`);
		await program.until('step 2 of 4');
		program.press(keys.enter);
		await program.until('step 3 of 4');
		program.press(keys.enter);
		await program.until('step 4 of 4');
		return program;
	};
	const withPassword = (address: URL): URL => Object.assign(new URL(address), { password: address.password || 'x7Kq' });

	test('given as DATABASE_URL it is not in the command line, which works where that is set', async () => {
		const [api, database] = [await sandbox(villas(5)), await freshDatabase('server')];
		const env = { DATABASE_URL: withPassword(addressOf(database)).href };
		const program = await atLastStep(['--api-url', api.url], env);
		const command = await commandShown(program);
		expect(program.screen()).toMatch(/Database +postgresql:\/\/\w+@/);
		expect(command).not.toContain('--database');
		program.press(keys.interrupt);
		await program.exited;
		expect(program.written).not.toContain(`:${withPassword(addressOf(database)).password}@`);
		const [code, written] = await paste(command, { home: await temporaryFolder(), program: real, env });
		expect(code, written).toBe(0);
		expect(await count(database, 'property')).toBe(5);
	});

	test('given as --database it is shown without its password; what is missing is told, and put back it works', async () => {
		const [api, database] = [await sandbox(villas(5)), await freshDatabase('server')];
		const address = withPassword(addressOf(database));
		const program = await atLastStep(['--api-url', api.url, '--database', address.href], {});
		const command = await commandShown(program);
		expect(program.screen()).toContain('Of --database a part is left out, such as the password');
		program.press(keys.interrupt);
		await program.exited;
		expect(program.written).not.toContain(`:${address.password}@`);
		const [user] = /(?<=postgresql:\/\/)\w+(?=@)/.exec(command) ?? [];
		const complete = command.replace(`//${user}@`, `//${user}:${address.password}@`);
		const [code, written] = await paste(complete, { home: await temporaryFolder(), program: real });
		expect(code, written).toBe(0);
		expect(await count(database, 'property')).toBe(5);
	});
});
