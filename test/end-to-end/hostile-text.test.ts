import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { type Ended, runProgram } from '../support/program.ts';
import { databaseArgs, freshDatabase, query, runImport, runJsonImport, villas } from '../support/scenario.ts';

/** Clears the screen, sets the title, rings, turns text round; C0, C1, and the marks of direction. */
const hostile = '\u001b[2J\u001b]0;owned\u0007\r\u009b31m\u0090\u202egnp.exe\u2066\u200f\u061c\u2028x\u007f';

/** What may stand in the output beside what can be seen: the end of a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const dangerous = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

function expectHarmless({ stdout, stderr }: Ended): void {
	expect(dangerous.exec(stdout)).toBeNull();
	expect(dangerous.exec(stderr)).toBeNull();
}

/** Every text a person may get to see comes from the API with something in it. */
const hostileApi = () =>
	sandbox({
		...villas(24),
		map: (record) => ({
			...record,
			roadName: hostile,
			door: hostile,
			municipality: { ...(record.municipality as object), name: `Dragør${hostile}` },
			[`field ${hostile}`]: hostile,
			...(String(record.addressID).charAt(5) < '8' && { livingArea: hostile }),
		}),
	});

describe('text from the API that would act on a terminal', () => {
	test('never reaches it as it is: plain lines, summary, JSON, status, query log', async () => {
		const [api, database] = [await hostileApi(), await freshDatabase()];
		const plain = await runImport({ api, database, args: ['--limit', '12', '--debug'] });
		expect(plain.code).toBe(3);
		expectHarmless(plain);
		expect(plain.stderr).toContain('! ␛[2J␛]0;owned');
		expect(plain.stdout).toMatch(/new fields +field ␛\[2J/);
		const json = await runJsonImport({ api, database });
		expect(json.code).toBe(3);
		expectHarmless(json);
		expect(json.result.counts.discovered).toBe(24);
		for (const more of [[], ['--json']]) {
			const status = await runProgram(['status', ...databaseArgs(database), ...more]);
			expect(status.stdout).toContain('Dragør');
			expectHarmless(status);
		}
		expect(await query(database, 'select distinct road_name from property')).toEqual([{ road_name: hostile }]);
	});

	test('in the words of an API that refuses', async () => {
		const [api, database] = [
			await sandbox({
				...villas(5),
				script: () => ({ kind: 'status', status: 400, body: JSON.stringify({ message: hostile }), headers: {} }),
			}),
			await freshDatabase(),
		];
		for (const args of [[], ['--json'], ['--dry-run']]) {
			const ended = await runImport({ api, database, args });
			expect(ended.code).not.toBe(0);
			expectHarmless(ended);
		}
	});
});
