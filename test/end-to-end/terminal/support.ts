import { setTimeout } from 'node:timers/promises';
import { afterEach, expect } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { temporaryFolder } from '../../support/program.ts';
import { type PtyOptions, PtyProgram, restoredModes, startInPty } from '../../support/pty.ts';
import { databaseArgs } from '../../support/scenario.ts';

const running: PtyProgram[] = [];

afterEach(async () => {
	await Promise.all(running.splice(0).map((program) => program.dispose()));
});

/** Starts the real program in a terminal; killed when the test ends. */
export async function inTerminal(args: readonly string[], options: Partial<PtyOptions> = {}): Promise<PtyProgram> {
	const program = startInPty(args, { ...options, home: options.home ?? (await temporaryFolder()) });
	running.push(program);
	return program;
}

/** Starts another program in a terminal, such as a shell. */
export async function otherInTerminal(file: string, args: readonly string[]): Promise<PtyProgram> {
	const program = new PtyProgram(file, args, { home: await temporaryFolder() });
	running.push(program);
	return program;
}

/** The words for an import of Dragør's villas that is drawn. */
export function drawnImport(api: Pick<Sandbox, 'url'>, database: TestDatabase, ...more: readonly string[]): string[] {
	return ['--municipality', 'dragoer', '--api-url', api.url, ...databaseArgs(database), ...more];
}

/** It ends with this code and leaves the terminal as it was. @returns what stays in the scrollback. */
export async function expectEnd(program: PtyProgram, code: number): Promise<string> {
	expect(await program.exited, program.scrollback()).toEqual({ code, signal: undefined });
	expect(program.modes()).toEqual(restoredModes);
	return program.scrollback();
}

/** Homes that have ended, as the progress line says; undefined while the dashboard does not show it. */
export function doneOn(screen: string): number | undefined {
	const found = /([\d,]+) of (?:at least )?[\d,]+ +[\d.]+ %/.exec(screen)?.[1];
	return found === undefined ? undefined : Number(found.replaceAll(',', ''));
}

/** Waits until so many homes have ended. */
export function untilDone(program: PtyProgram, least: number): Promise<string> {
	return program.until((screen) => (doneOn(screen) ?? -1) >= least);
}

/** Sets a colour of text or ground. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
export const colour = /\u001b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)(?:;\d+)*m/;

/** Workers as the limit line tells them: those busy, and those there are. */
export function busyOn(screen: string): readonly [busy: number, workers: number] | undefined {
	const found = /Limit +(\d+) of (\d+) workers busy/.exec(screen);
	return found === null ? undefined : [Number(found[1]), Number(found[2])];
}

export const keys = {
	enter: '\r',
	escape: '\u001b',
	up: '\u001b[A',
	down: '\u001b[B',
	end: '\u001b[F',
	interrupt: '\u0003',
	suspend: '\u001a',
} as const;

/** It is so at every moment of a span of time. */
export async function stays(ms: number, check: () => void): Promise<void> {
	for (const end = performance.now() + ms; performance.now() < end; ) {
		check();
		await setTimeout(20);
	}
}
