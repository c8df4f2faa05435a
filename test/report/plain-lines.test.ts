import { expect, test } from 'vitest';
import { errorsByKind, PlainLines, progressLine } from '../../src/report/plain-lines.ts';
import { committed, failed, Script, start, started } from './support.ts';

function open() {
	const lines: string[] = [];
	const plain = new PlainLines((line) => lines.push(line));
	return { lines, plain, script: new Script(plain.listen) };
}

test('opens with what is imported, how, from where to where, and the run', () => {
	const { lines, script } = open();
	script.send(0, started);
	expect(lines).toEqual([
		'København · villa',
		'  12 workers, a commit every 50 homes, at most 10 requests/s',
		'  from https://api.boligsiden.dk to embedded, /data',
		'  run 2026-11-23-1200-k7',
	]);
});

test('names several municipalities and types, the limit, and that there is no ceiling', () => {
	const { lines, script } = open();
	const several = { municipalities: ['Aarhus', 'Odense'], addressTypes: ['villa', 'condo'], limit: 1000, rate: 0 };
	script.send(0, { ...started, ...several });
	expect(lines[0]).toBe('Aarhus, Odense · villa, condo, the first 1,000 homes');
	expect(lines[1]).toContain('no ceiling on requests');
});

test('prints a line at the first commit that brings 25 homes or more since the last one', () => {
	const { lines, script } = open();
	script.send(0, started, { type: 'partition.counted', partition: 'a', expected: 100 });
	const before = lines.length;
	script.send(1, committed({ imported: 24 }));
	expect(lines).toHaveLength(before);
	script.send(2, committed({ imported: 1 }));
	expect(lines).toHaveLength(before + 1);
	script.send(3, committed({ imported: 20 }));
	expect(lines).toHaveLength(before + 1);
	script.send(4, committed({ imported: 5 }));
	expect(lines).toHaveLength(before + 2);
});

test('says that smaller pages are asked for, and why', () => {
	const { lines, script } = open();
	script.send(0, started, { type: 'pages.lowered', partition: 'a', tooMany: 500, rows: 250, reason: 'timeout' });
	expect(lines.at(-1)).toBe('  ! pages of 500 homes are too much for the API (timeout): 250 from now on');
});

test('prints no more than a line a second, and what came meanwhile with the next', () => {
	const { lines, plain, script } = open();
	script.send(0, started, { type: 'partition.counted', partition: 'a', expected: 1000 });
	const before = lines.length;
	script.send(1, committed({ imported: 50 }));
	script.send(1.5, committed({ imported: 50 }));
	script.send(1.999, committed({ imported: 50 }));
	expect(lines).toHaveLength(before + 1);
	plain.tick(script.state, start + 2000);
	expect(lines).toHaveLength(before + 2);
	expect(lines.at(-1)).toContain('150 of at least 1,000');
});

test('prints a line after 5 s of silence, and not before', () => {
	const { lines, plain, script } = open();
	plain.tick(script.state, start);
	expect(lines).toEqual([]);
	script.send(0, started);
	const before = lines.length;
	plain.tick(script.state, start + 4999);
	expect(lines).toHaveLength(before);
	plain.tick(script.state, start + 5000);
	expect(lines).toHaveLength(before + 1);
	plain.tick(script.state, start + 9000);
	expect(lines).toHaveLength(before + 1);
	script.send(9.5, committed({ imported: 50 }));
	plain.tick(script.state, start + 14_000);
	expect(lines).toHaveLength(before + 2);
});

test('a progress line says how much, how fast, how long, the batch and the errors', () => {
	const script = new Script()
		.send(0, started, { type: 'partition.counted', partition: 'a', expected: 14_368 })
		.send(100, committed({ imported: 995, failed: 5, number: 20 }), failed(1), failed(2, 'HTTP 500'), failed(3));
	const line = progressLine(script.state, start + 100_000);
	expect(line).toMatch(/^ {2}1,000 of at least 14,368 {2}6\.9 % {3}/);
	expect(line).toContain('/s now, 10.0/s overall');
	expect(line).toMatch(/22 min 17 s left \(\d\d:\d\d\)/);
	expect(line).toContain('batch 20');
	expect(line).toContain('5 failed: 2 timeout, 1 HTTP 500');
	script.send(100, { type: 'discovery.finished' });
	expect(progressLine(script.state, start + 100_000)).toContain('1,000 of 14,368');
});

test('a progress line before anything is known divides nothing by zero', () => {
	const line = progressLine(new Script().send(0, started).state, start);
	expect(line).toContain('0 of at least 0');
	expect(line).toContain('no errors');
	expect(line).not.toMatch(/NaN|Infinity|undefined/);
	const counted = new Script().send(0, started, { type: 'partition.counted', partition: 'a', expected: 9 });
	expect(progressLine(counted.state, start + 1000)).toContain('time left not known yet');
});

test('the first ten errors come in full, then one line says where the others are', () => {
	const { lines, script } = open();
	script.send(0, started);
	for (let number = 1; number <= 15; number++) script.send(1, failed(number));
	const errors = lines.slice(4);
	expect(errors).toHaveLength(11);
	expect(errors[0]).toBe('  ! Mejlgade 1, 8000 (id-1, 5 tries): The API did not answer.');
	expect(errors[9]).toContain('Mejlgade 10');
	expect(errors[10]).toBe('  ! further errors are counted, and kept in import_failure');
});

test('one try is not worth a word, and a row without an id says so', () => {
	const { lines, script } = open();
	const problem = { stage: 'validate', kind: 'invalid', message: 'zipCode: expected a number' } as const;
	script.send(0, { type: 'home.failed', id: null, label: 'a row of a search page', attempts: 1, problem });
	expect(lines).toEqual(['  ! a row of a search page (no id): zipCode: expected a number']);
});

test('a gap, the wait for the database, its return and the end are told as they come', () => {
	const { lines, script } = open();
	const report = {
		name: 'Aarhus · villa',
		expected: 9,
		listed: 1,
		otherType: 0,
		withoutType: 0,
		repeated: 0,
		moved: 0,
		readAgain: 0,
	};
	script.send(
		1,
		{ type: 'partition.finished', report },
		{ type: 'partition.finished', report: { ...report, gap: 'page 2 could not be read' } },
		{ type: 'database.waiting', delayMs: 750, reason: 'connection refused' },
		{ type: 'database.back' },
		{ type: 'run.stopping', reason: { kind: 'asked', atOnce: false } },
		{ type: 'run.stopping', reason: { kind: 'blocked', message: 'The API refuses us.' } },
	);
	expect(lines).toEqual([
		'  ! Aarhus · villa: page 2 could not be read',
		'  ! the database is away (connection refused), next try in 0.8 s',
		'  the database is back',
		'  stopping: what is in flight is finished and committed; a second signal ends it at once',
		'  stopping: The API refuses us.',
	]);
});

test('nothing that came from elsewhere can act on a terminal', () => {
	const { lines, script } = open();
	const evil = 'x\u001b[2J\u009b31m\u202ey\u2028z\r\n';
	const report = {
		name: 'A',
		expected: 1,
		listed: 0,
		otherType: 0,
		withoutType: 0,
		repeated: 0,
		moved: 0,
		readAgain: 0,
		gap: evil,
	};
	const problem = { stage: 'fetch', kind: evil, message: evil } as const;
	script.send(
		1,
		{ type: 'partition.finished', report },
		{ type: 'home.failed', id: 'a', label: evil, attempts: 1, problem },
		{ type: 'database.waiting', delayMs: 1, reason: evil },
		{ type: 'run.stopping', reason: { kind: 'database', message: evil } },
	);
	expect(lines).toHaveLength(4);
	for (const line of [...lines, errorsByKind(script.state)]) {
		// biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is what is tested
		expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
	}
});

test('workers that adapt are announced, and what holds them is told with the progress: when it changes, else every 10 s', () => {
	const { lines, script } = open();
	script.send(0, { ...started, adaptive: true }, { type: 'partition.counted', partition: 'a', expected: 1000 });
	expect(lines[1]).toBe('  as many workers as the API bears, a commit every 50 homes, at most 10 requests/s');
	const before = lines.length;
	const told = (): string[] => lines.slice(before).filter((line) => line.includes('workers'));
	const adapt = (second: number, workers: number, binding: 'growing' | 'latency'): void => {
		script.send(second, { type: 'workers.adapted', workers, binding, reason: `because of ${binding}` });
	};
	adapt(2, 3, 'growing');
	expect(told()).toEqual([]);
	script.send(3, committed({ imported: 50 }));
	expect(told()).toEqual(['  3 workers: because of growing']);
	adapt(4, 4, 'growing');
	script.send(5, committed({ imported: 50 }));
	expect(told()).toHaveLength(1);
	adapt(6, 5, 'latency');
	script.send(7, committed({ imported: 50 }), committed({ imported: 50 }));
	expect(told().slice(1)).toEqual(['  5 workers: because of latency']);
	adapt(8, 4, 'latency');
	script.send(16, committed({ imported: 50 }));
	expect(told()).toHaveLength(2);
	script.send(17, committed({ imported: 50 }));
	expect(told().slice(2)).toEqual(['  4 workers: because of latency']);
});
