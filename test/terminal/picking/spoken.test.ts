import { expect, test } from 'vitest';
import { FakeApi, koebenhavn, Staged, type StagedOptions, twoChosen } from './support.tsx';

async function heard(options: StagedOptions, ...keys: readonly string[]): Promise<readonly string[]> {
	const wizard = await new Staged({
		initial: twoChosen,
		...options,
		env: { ...options.env, INK_SCREEN_READER: 'true' },
	}).press(...keys);
	return wizard.hear();
}

test('step 1: the filter, the municipality at the cursor, and what is chosen', async () => {
	expect(await heard({})).toEqual([
		'bolig-import, step 1 of 4',
		'Which municipalities?',
		'No filter: all 98',
		'Hørsholm, chosen: 3,691 stored, 3,691 in the API, last complete import yesterday 02:10',
		'2 chosen: Hørsholm, København (18,059 homes)',
		'Keys: space choose; tab 36 within 60 km, all 98, none; type to filter; enter next; esc leave',
	]);
	expect(await heard({}, 'høx')).toContain('Filter: høx, no municipality is like that');
	expect(await heard({}, 'hørs')).toContain('Filter: hørs, 1 match');
});

test('only the municipality at the cursor and those that are chosen are counted', async () => {
	const api = new FakeApi();
	await heard({ api }, 'down');
	expect(api.asked).toHaveLength(3);
});

test('step 2: the type at the cursor, and where that is', async () => {
	const lines = await heard({}, 'enter', 'down');
	expect(lines.slice(1)).toEqual([
		'Which types of home?',
		'terraced house, not chosen, 3 of 24',
		'1 chosen: villa (18,059 homes)',
		'Keys: space choose; arrows move; enter next; esc back; q leave',
	]);
});

test('step 3: the preset with its numbers, or the number with what it may be', async () => {
	const lines = await heard({}, 'enter', 'enter', 'down');
	expect(lines.slice(1)).toEqual([
		'How many at once?',
		'Preset fastest, smaller batches, not chosen: 15 workers, a commit every 25 homes, all homes',
		'Chosen: 12 workers, a commit every 50 homes, all homes, fetch details',
		'Keys: space choose; up/down move; enter next; esc back; q leave',
	]);
	expect(await heard({}, 'enter', 'enter', 'end', 'up', 'up', '9999', 'enter')).toEqual(
		expect.arrayContaining([
			'Batch size: 9999, it goes from 1 to 1,000',
			'Batch size takes a number from 1 to 1,000, not 9999.',
		]),
	);
	expect(await heard({}, 'enter', 'enter', 'end', 'up', 'up', 'ctrl u')).toContain(
		'Batch size: empty, it goes from 1 to 1,000',
	);
});

test('step 4: what will happen, and a command line that can be copied', async () => {
	const lines = await heard({ size: { columns: 60, rows: 20 } }, 'enter', 'enter', 'enter');
	expect(lines.slice(1)).toEqual([
		'Ready?',
		'Municipalities: Hørsholm, København',
		'Home types: villa',
		'Workers: 12, recommended here: 12',
		'Batch size: 50, a commit every 50 homes',
		'Fetch: details, one request a home',
		'Database: embedded, ~/.local/share/bolig-import',
		'Homes: 18,059 in the API, 3,691 stored: 14,368 to import',
		'Requests: at least 14,462, at most 10 a second',
		'Time: at least 24 min at today’s latency of 610 ms',
		'The same without questions:',
		'bolig-import --ci --municipality 223 \\',
		'--municipality 101',
		'Keys: enter start; esc back; d dry run; q leave',
	]);
});

test('what went wrong is told at every step, with the key that tries again', async () => {
	const api = new FakeApi();
	api.failing.set(koebenhavn, 'The API did not answer within 10 s.');
	for (const keys of [[], ['enter'], ['enter', 'enter', 'enter']]) {
		const lines = await heard({ api }, ...keys);
		expect(lines).toContain('Not counted: København: The API did not answer within 10 s.');
		expect(lines.at(-1)).toMatch(/(Ctrl-R|r) count again/);
	}
});

test('the question whether to leave takes the place of the keys', async () => {
	expect((await heard({}, 'esc')).at(-1)).toBe('Leave without importing? q: yes, any other key: no');
});

test('without Unicode there is ASCII alone', async () => {
	for (const keys of [[], ['enter'], ['enter', 'enter'], ['enter', 'enter', 'enter']]) {
		expect((await heard({ env: { LANG: 'C' } }, ...keys)).join('\n')).toMatch(/^[\n -~]*$/);
	}
});
