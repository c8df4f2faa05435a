import { expect, test } from 'vitest';
import { annotations, harmlessInWorkflow, harmlessJsonInWorkflow } from '../../src/report/github-commands.ts';
import { harmless, stepSummary } from '../../src/report/github-summary.ts';
import { committed, failed, resultOf, Script, started } from './support.ts';

const hostile =
	'a | b <img src=x> [link](https://evil) `code` **bold** @someone\n::error::injected\r\n# title \\| %0A::set-env';

function failedRun() {
	const { state } = new Script().send(
		0,
		started,
		failed(1, 'timeout', hostile),
		failed(2, 'timeout', hostile),
		failed(3, `${hostile},:`, 'The API did not answer.'),
		committed({ failed: 3 }),
	);
	return { state, result: resultOf(state) };
}

const facts = { verdicts: [], failuresAllowed: false };

test('one annotation per group of errors, each a single command whatever the texts hold', () => {
	const { state, result } = failedRun();
	const lines = annotations(state, result, facts);
	expect(lines).toHaveLength(2);
	for (const line of lines) {
		expect(line).toMatch(/^::error title=[^:,\r\n]*::[^\r\n]*$/);
		expect(line.replaceAll(/%(25|3A|2C)/g, '')).not.toContain('%');
	}
	expect(lines[0]).toContain('title=2 homes failed%3A timeout::Mejlgade 2, 8000: a | b');
	expect(lines[1]).toMatch(/title=1 home failed%3A/);
	expect(lines[1]).toContain('%250A%3A%3Aset-env%2C%3A::');
});

test('failures that are put up with are warnings; an early end and a missed threshold are errors', () => {
	const { state, result } = failedRun();
	const verdicts = [
		{ threshold: 'speed>5', unit: 'homes/s', measured: 3, kept: false },
		{ threshold: 'p95<9', unit: 'ms', measured: 3, kept: true },
	];
	const stopReason = { kind: 'blocked', message: 'The API refuses us.' } as const;
	const lines = annotations(state, { ...result, stopReason }, { verdicts, failuresAllowed: true });
	expect(lines.map((line) => line.split(/[ :]+/)[1])).toEqual(['error', 'warning', 'warning', 'error']);
	expect(lines[0]).toBe('::error title=bolig-import stopped short::The API refuses us.');
	expect(lines.at(-1)).toBe('::error title=A threshold was missed::speed>5 missed: 3 homes/s');
});

test('timelines that could not be read are told: they end the run with 3', () => {
	const timeline = { type: 'timeline.finished', id: '1', label: 'Mejlgade 1, 8000' } as const;
	const { state } = new Script().send(0, { ...started, timeline: true }, timeline, {
		...timeline,
		problem: { stage: 'fetch', kind: 'invalid', message: hostile },
	});
	const lines = annotations(state, resultOf(state), { ...facts, failuresAllowed: true });
	expect(lines).toEqual([expect.stringMatching(/^::error title=1 timeline could not be read::a \| b [^\r\n]*$/)]);
	expect(stepSummary(state, resultOf(state), [])).toMatch(/^\| timelines \| 1 read, 1 failed: a &#124; b [^|\n]*\|$/m);
	expect(stepSummary(failedRun().state, failedRun().result, [])).not.toContain('timelines');
});

test('foreign text in the summary of a step is text: no marks, no tables, no tags, no line of its own', () => {
	const { state, result } = failedRun();
	const text = stepSummary(state, result, [{ threshold: 'p95<9', unit: 'ms', measured: null, kept: true }]);
	expect(text).toContain('| failed | 3 |');
	expect(text).toContain('### Thresholds');
	for (const mark of ['<', '`', '*', '[', '](', '://', '@', '\\', '::'])
		expect(text.replaceAll('&#64;', '')).not.toContain(mark);
	const rows = text.split('\n').filter((line) => line.startsWith('|'));
	const cells = rows.map((row) => row.split('|').length);
	expect(new Set(cells)).toEqual(new Set([4, 5]));
	expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual([
		expect.stringMatching(/^## /),
		'### Errors',
		'### Thresholds',
	]);
	expect(harmless('Åboulevard 3')).toBe('Åboulevard 3');
	expect(harmless('x'.repeat(5000)).length).toBeLessThan(320);
});

test.each([
	['::error::x', '> ::error::x'],
	['   ::add-mask::x', '>    ::add-mask::x'],
	['one\n\t::stop-commands::x', 'one\n> \t::stop-commands::x'],
	['one\r::group::', 'one\r> ::group::'],
	['\u00ad:\u200b:error::x', '> \u00ad:\u200b:error::x'],
	['text ##[add-path]/evil', 'text # #[add-path]/evil'],
	['12:30 :: nothing', '12:30 :: nothing'],
])('what is printed cannot command the runner: %j', (text, shown) => {
	expect(harmlessInWorkflow(text)).toBe(shown);
});

test('a line of JSON stays the same JSON', () => {
	const event = { type: 'home.failed', label: '##[error]x ##[[' };
	const line = harmlessJsonInWorkflow(JSON.stringify(event));
	expect(line).not.toContain('##[');
	expect(JSON.parse(line)).toEqual(event);
});
