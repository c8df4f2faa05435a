import { expect, test } from 'vitest';
import { sandbox } from '../../sandbox/client.ts';
import { restoredModes } from '../../support/pty.ts';
import { count, freshDatabase, villas } from '../../support/scenario.ts';
import { program, shippedFlags } from '../../support/shipped.ts';
import { doneOn, drawnImport, keys, otherInTerminal, stays, untilDone } from './support.ts';

test('Ctrl-Z gives the shell its terminal back; fg brings the dashboard back whole, and the run goes on to its end', async () => {
	const [api, database] = [await sandbox({ ...villas(400), latencyMs: 100 }), await freshDatabase()];
	const shell = await otherInTerminal('bash', ['--norc', '-i']);
	await shell.until(/[$#]\s*$/);
	const words = [process.execPath, ...shippedFlags(), program, ...drawnImport(api, database)];
	shell.press(`PS1='ready> '; clear; ${words.map((word) => `'${word}'`).join(' ')}; echo "ended with $?"\r`);
	const before = doneOn(await untilDone(shell, 50)) ?? 0;

	shell.press(keys.suspend);
	await shell.until(/Stopped .*\n(.*\n)*ready>/);
	expect(shell.screen()).not.toContain('p pause');
	// The shell's own editing of lines brackets pastes and reads raw; the rest must be as it was.
	expect(shell.modes()).toMatchObject({ screen: 'normal', cursor: 'visible', mouse: 'none' });
	shell.press('stty -a | grep -o -e "-*icanon" -e "-*echo "; echo asked\r');
	await shell.until(/\nicanon\necho\s*\nasked\n/);
	await stays(600, () => expect(shell.screen()).not.toContain('Dragør · villa  '));

	shell.press('fg\r');
	await shell.until(/^ Dragør · villa .* running .*\n─{80}\n/);
	const after = await untilDone(shell, before);
	const lines = after.split('\n');
	expect(lines.filter((line) => line === '─'.repeat(80))).toHaveLength(2);
	expect(lines.findLast((line) => line !== '')).toMatch(/^ p pause .* q stop$/);
	expect(after).not.toContain('ready>');
	expect(shell.modes()).toMatchObject({ screen: 'alternate', cursor: 'hidden', raw: true });

	await shell.until(/✓ Dragør · villa: complete/, 20_000);
	await shell.until(/ready>\s*$/);
	expect(await count(database, 'property')).toBe(400);
	shell.press('exit\r');
	await shell.exited;
	expect(shell.modes()).toEqual(restoredModes);
});
