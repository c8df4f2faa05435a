import { expect, test } from 'vitest';
import type { PartitionReport, Reconciled, RunResult, UnstampedEvent } from '../../src/import/events.ts';
import { summary } from '../../src/report/summary.ts';
import { committed, failed, resultOf, Script, started } from './support.ts';

const command = 'bolig-import --ci --municipality koebenhavn';
const retry = 'bolig-import retry --ci --municipality koebenhavn';
const counted: UnstampedEvent = { type: 'partition.counted', partition: 'a', expected: 1000 };
const whole: PartitionReport = {
	name: 'København · villa',
	expected: 1000,
	listed: 1000,
	otherType: 0,
	withoutType: 0,
	repeated: 0,
	moved: 0,
	readAgain: 0,
};

function reconciled(...partitions: Partial<Reconciled>[]): UnstampedEvent {
	const whole = { name: 'København · villa', expected: 1000, stored: 1000, failed: 0, gone: 0, missing: 0, extra: 0 };
	return { type: 'run.reconciled', partitions: partitions.map((changed) => ({ ...whole, ...changed })) };
}

/** The lines of a summary of these events. */
function linesOf(
	events: readonly UnstampedEvent[],
	result: Partial<RunResult> = {},
	newFields: string[] = [],
): string[] {
	const { state } = new Script().send(0, started, ...events);
	return summary(state, resultOf(state, result), { newFields, command, retry }).split('\n');
}

const good: UnstampedEvent[] = [
	counted,
	{ type: 'homes.listed', partition: 'København · villa', discovered: 1000, skipped: 200, fromPages: 0 },
	{ type: 'discovery.finished' },
	committed({ imported: 790, updated: 3, gone: 7, number: 16 }),
	reconciled({ stored: 993, gone: 7 }),
];

test('a complete run is told in a few lines, without a next step', () => {
	expect(linesOf(good)).toEqual([
		'✓ København · villa: complete',
		'',
		'  imported     790   updated 3   skipped 200   failed 0   gone 7',
		'  time         10 min 6 s   23.7 homes/s   10.0 x faster than one at a time',
		'  requests     1,234   16 batches',
		'',
		'  in the API   1,000   stored 993   difference 7: 7 gone',
		'',
		'  run 2026-11-23-1200-k7',
	]);
});

test.each<[RunResult['status'], Partial<RunResult>, string]>([
	['incomplete', {}, '! København · villa: incomplete'],
	['interrupted', { stopReason: { kind: 'asked', atOnce: false } }, '‖ København · villa: interrupted'],
	[
		'blocked',
		{ stopReason: { kind: 'blocked', message: 'The API refuses us.' } },
		'✗ København · villa: blocked by the API: The API refuses us.',
	],
	[
		'failed',
		{ stopReason: { kind: 'database', message: 'connection refused' } },
		'✗ København · villa: stopped short: connection refused',
	],
	[
		'failed',
		{ stopReason: { kind: 'api-unavailable', message: 'HTTP 500' } },
		'✗ København · villa: stopped short: HTTP 500',
	],
])('a run that is %s says so, why, and how to go on', (status, changed, title) => {
	const lines = linesOf(good, { status, ...changed });
	expect(lines[0]).toBe(title);
	expect(lines.at(-1)).toBe(`  run 2026-11-23-1200-k7   continue: ${command}`);
});

test('a complete run with failures names them by kind, the first ten in full, and how to try them again', () => {
	const failures = Array.from({ length: 12 }, (_, index) => failed(index + 1, index < 9 ? 'timeout' : 'HTTP 500'));
	const lines = linesOf([counted, committed({ imported: 988, failed: 12 }), ...failures]);
	expect(lines).toContain('  errors       9 timeout, 3 HTTP 500');
	expect(lines).toContain('  ! Mejlgade 1, 8000 (id-1): The API did not answer.');
	expect(lines.filter((line) => line.startsWith('  ! Mejlgade'))).toHaveLength(10);
	expect(lines).toContain('  ! and 2 more, all in import_failure');
	expect(lines.at(-1)).toBe(`  run 2026-11-23-1200-k7   try the failed homes again: ${retry}`);
});

test('every gap is named with its partition', () => {
	const gap = 'page 2 could not be read: HTTP 500';
	const lines = linesOf(
		[
			{ type: 'partition.finished', report: whole },
			{ type: 'partition.finished', report: { ...whole, name: 'Aarhus · villa', gap } },
		],
		{ status: 'incomplete' },
	);
	expect(lines).toContain(`  ! Aarhus · villa: ${gap}`);
	expect(lines.filter((line) => line.startsWith('  ! '))).toHaveLength(1);
});

test.each<[string, Partial<Reconciled>]>([
	['1,000   stored 1,000   difference 0', {}],
	['1,000   stored 988   difference 12: 12 failed', { stored: 988, failed: 12 }],
	[
		'1,000   stored 400   difference 600: 1 failed, 599 left for the next run',
		{ stored: 400, failed: 1, missing: 599 },
	],
	['1,000   stored 1,005   difference -5: 5 stored that the API does not list now', { stored: 1005, extra: 5 }],
	['998   stored 1,000   difference -2: 2 left the API meanwhile', { expected: 998, missing: -2 }],
])('the last word is what the API has against what the tables hold: %s', (words, partition) => {
	expect(linesOf([counted, reconciled(partition)]).at(-3)).toBe(`  in the API   ${words}`);
});

test('of several partitions the sum is told, and each that has a difference', () => {
	const lines = linesOf([
		reconciled({}, { name: 'Aarhus · villa', stored: 997, failed: 3 }, { name: 'Odense · villa' }),
	]);
	expect(lines).toContain('  in the API   3,000   stored 2,997   difference 3: 3 failed');
	expect(lines).toContain('    Aarhus · villa: 1,000   stored 997   difference 3: 3 failed');
	expect(lines.filter((line) => line.includes('difference'))).toHaveLength(2);
});

test('timelines that could not be read are no complete run, and the next step asks for them again', () => {
	const lines = linesOf([...good], { timelines: { read: 3, failed: 2 } });
	expect(lines[0]).toMatch(/^! .*: complete, but 2 timelines could not be read$/);
	expect(lines.at(-1)).toContain('--refresh listed');
});

test('pages of which no sample came are not said to be without a difference', () => {
	const pages = { ...started, fetch: 'pages' as const };
	const distrusted: UnstampedEvent = {
		...{ type: 'pages.distrusted', partition: 'a' },
		...{ compared: 0, differs: false, recalled: 90 },
	};
	const { state } = new Script().send(0, pages, ...good, distrusted);
	const told = summary(state, resultOf(state, {}), { newFields: [], command, retry });
	expect(told).toMatch(/pages .* 0 compared .*half of the sample or more could not be fetched.*: 90 fetched after all/);
	expect(told).not.toContain('no difference');
});

test('where not all was asked for, or the tables cannot be counted, no difference is claimed', () => {
	const listed: UnstampedEvent = {
		type: 'homes.listed',
		partition: 'København · villa',
		discovered: 998,
		skipped: 0,
		fromPages: 0,
	};
	const limited = linesOf([{ ...started, limit: 998 }, counted, listed, reconciled({ stored: 1 })]);
	expect(limited.at(-3)).toMatch(/^ {2}asked for +998 +discovered 998$/);
	const away = linesOf([counted, listed, { type: 'run.reconciled', partitions: [], problem: 'connection refused' }]);
	expect(away.at(-3)).toBe(
		'  in the API   1,000   discovered 998   the tables could not be counted: connection refused',
	);
});

test('failures that were solved by another try are no errors any more', () => {
	const again: UnstampedEvent = { type: 'homes.retried', kind: 'timeout', count: 2, ids: ['id-1', 'id-2'] };
	const lines = linesOf([counted, committed({ failed: 2 }), failed(1), failed(2), again, committed({ imported: 2 })]);
	expect(lines).toContain('  errors       all solved   2 tried again');
	expect(lines.filter((line) => line.startsWith('  ! '))).toEqual([]);
});

test('what was odd about the lists is told by name, and nothing when nothing was', () => {
	const report = { ...whole, repeated: 3, moved: 1, readAgain: 2, otherType: 4, withoutType: 5 };
	expect(linesOf([{ type: 'partition.finished', report }])).toContain(
		'  lists        3 rows came twice, 1 change of the total while it was read, 2 readings more to make it add up, 4 rows of another type left out, 5 rows without a type',
	);
	expect(linesOf([{ type: 'partition.finished', report: whole }]).join()).not.toContain('lists');
});

test('new fields and repaired texts are told', () => {
	const events: UnstampedEvent[] = [
		{ type: 'fields.unknown', fields: ['solar', 'wind'] },
		{ type: 'fields.unknown', fields: ['solar'] },
		{ type: 'text.repaired', id: 'a', paths: ['roadName'] },
	];
	const lines = linesOf(events, {}, ['solar']);
	expect(lines).toContain('  new fields   solar (2), kept in extra');
	expect(lines).toContain('  texts        1 homes held characters that cannot be stored; they were left out');
	expect(linesOf(events).some((line) => line.includes('new fields'))).toBe(false);
});

test('a run of no time is not infinitely fast, and one that was not faster does not claim to be', () => {
	expect(linesOf([], { durationMs: 0 }).join('\n')).not.toMatch(/NaN|Infinity|faster/);
	expect(linesOf([], { durationMs: 1000, sequentialEstimateMs: 900 }).join('\n')).not.toContain('faster');
});

test('nothing that came from elsewhere can act on a terminal', () => {
	const evil = 'x\u001b[2J\u009b31m\u202ey\u2028z\r';
	const problem = { stage: 'fetch', kind: evil, message: evil } as const;
	const text = linesOf(
		[
			{ type: 'partition.finished', report: { ...whole, gap: evil } },
			{ type: 'home.failed', id: 'a', label: evil, attempts: 1, problem },
			{ type: 'fields.unknown', fields: [evil] },
		],
		{ status: 'failed', stopReason: { kind: 'database', message: evil } },
		[evil],
	).join('');
	// biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is what is tested
	expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
});

test('a run of half a minute or more says how good its time left was', () => {
	const batches = Array.from({ length: 20 }, (_, index) => [2 * (index + 1), committed({ imported: 50 })] as const);
	const script = new Script().send(0, started, counted);
	for (const [second, event] of batches) script.send(second, event);
	const rowOf = (changed: Partial<RunResult>): string | undefined =>
		summary(script.state, resultOf(script.state, changed), { newFields: [], command, retry })
			.split('\n')
			.find((line) => line.startsWith('  forecast'));
	expect(rowOf({ durationMs: 44_000 })).toBe('  forecast     at 10 % off by -10 %, at 25 % -12 %, at 50 % -17 %');
	expect(rowOf({ durationMs: 38_000 })).toBe('  forecast     at 10 % off by +6 %, at 25 % +7 %, at 50 % +11 %');
	expect(rowOf({ durationMs: 29_000 })).toBeUndefined();
	expect(rowOf({ durationMs: 44_000, stopReason: { kind: 'asked', atOnce: false } })).toBeUndefined();
});

test('workers that adapted say where they settled and why, unless a person took them over', () => {
	const reason = 'latency rose from 210 to 260 ms at 21 workers';
	const control = { paused: false, workers: 19, adaptive: true, batchSize: 50, rate: 0 };
	const adapted: UnstampedEvent[] = [
		...good,
		{ type: 'control.changed', control },
		{ type: 'workers.adapted', workers: 19, binding: 'latency', reason },
	];
	expect(linesOf(adapted)).toContain(`  workers      settled at 19: ${reason}`);
	const taken: UnstampedEvent = { type: 'control.changed', control: { ...control, workers: 20, adaptive: false } };
	expect(linesOf([...adapted, taken]).join('\n')).not.toContain('settled');
});
