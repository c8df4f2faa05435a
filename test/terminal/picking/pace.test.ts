import { describe, expect, test } from 'vitest';
import { recommendedWorkers } from '../../../src/terminal/picking/choices.ts';
import { FakeApi, koebenhavn, Staged, type StagedOptions, twoChosen } from './support.tsx';

/** At step 3, on the number of workers. */
async function atWorkers(options: StagedOptions = {}): Promise<Staged> {
	return new Staged({ initial: { ...twoChosen, workers: 13 }, ...options }).press('enter', 'enter');
}

describe('workers and batch size', () => {
	test('digits type a number, which holds as it is typed', async () => {
		const wizard = await atWorkers();
		expect(wizard.screen()).toMatch(/▸ {3}Workers +13▏ {2}recommended here: 12/);
		await wizard.press('2');
		expect(wizard.choices.workers).toBe(2);
		await wizard.press('4');
		expect(wizard.choices.workers).toBe(24);
		await wizard.press('down', '250');
		expect(wizard.choices).toMatchObject({ workers: 24, batchSize: 250 });
	});

	test.each([
		['65', '65'],
		['999', '999'],
		['0', '0'],
		['00', '00'],
		['', ''],
	])('%j is shown as it was typed, with what it may be, and enter does not go on', async (typed, shown) => {
		const wizard = await atWorkers();
		await wizard.press('ctrl u', typed);
		expect(wizard.screen()).toMatch(new RegExp(`▸ {3}Workers +${shown}▏ {2}1 to 64\\n`));
		expect(wizard.screen()).not.toMatch(/◉ (?!fetch)/);
		await wizard.press('enter');
		expect(wizard.session.state.step).toBe('pace');
		const not = typed === '' ? ', and there is none' : `, not ${typed}`;
		expect(wizard.screen()).toContain(` Workers takes a number from 1 to 64${not}.`);
		await wizard.press('5', 'enter');
		expect(wizard.session.state.step).toBe('confirm');
		expect(wizard.choices.workers).toBe(5);
	});

	test('1,001 is too large a batch', async () => {
		const wizard = await atWorkers();
		await wizard.press('down', '1001');
		expect(wizard.screen()).toMatch(/Batch size +1001▏ {2}1 to 1,000\n/);
		await wizard.press('backspace');
		expect(wizard.screen()).toMatch(/Batch size +100▏ {2}a commit every 100 homes\n/);
	});

	test('a number that has no room is not cut: what goes too far is refused', async () => {
		const wizard = await atWorkers();
		await wizard.press('1234567');
		expect(wizard.screen()).toMatch(/Workers +1234567▏ {2}1 to 64\n/);
		await wizard.press('8');
		expect(wizard.screen()).toMatch(/Workers +1234567▏ {2}1 to 64\n/);
		expect(wizard.screen()).toContain('It goes from 1 to 64.');
	});

	test('what will not do stays where it is when one moves on, and enter leads back to it', async () => {
		const wizard = await atWorkers();
		await wizard.press('99', 'down');
		expect(wizard.screen()).toMatch(/ {5}Workers +99 +1 to 64\n ▸ {3}Batch size/);
		await wizard.press('enter');
		expect(wizard.screen()).toMatch(/▸ {3}Workers +99▏/);
		expect(wizard.screen()).toContain('Workers takes a number from 1 to 64, not 99.');
	});

	test.each([
		['999', 64],
		['65', 64],
		['0', 1],
		['', 1],
	])('from %j the arrows to the sides lead to the nearest number that will do: %i', async (typed, nearest) => {
		for (const arrow of ['left', 'right']) {
			const wizard = await atWorkers();
			await wizard.press('ctrl u', typed, arrow);
			expect(wizard.choices.workers).toBe(nearest);
			expect(wizard.screen()).toMatch(new RegExp(`Workers +${nearest}▏ {2}recommended`));
		}
	});

	test('esc back and forth loses neither what was chosen nor what was typed', async () => {
		const wizard = await atWorkers();
		await wizard.press('99', 'down', '7', 'esc', 'enter');
		expect(wizard.screen()).toMatch(/Workers +99 +1 to 64\n/);
		expect(wizard.screen()).toMatch(/Batch size +7▏ {2}a commit every 7 homes\n/);
		await wizard.press('up', '24', 'enter', 'esc');
		expect(wizard.choices).toMatchObject({ workers: 24, batchSize: 7 });
		expect(wizard.screen()).toMatch(/Workers +24▏/);
	});

	test('a preset takes the place of what was typed', async () => {
		const wizard = await atWorkers();
		await wizard.press('99', 'home', 'space');
		expect(wizard.screen()).toMatch(/Workers +12 +recommended/);
		await wizard.press('enter');
		expect(wizard.session.state.step).toBe('confirm');
	});

	test('backspace takes the last digit away, Ctrl-U all of them', async () => {
		const wizard = await atWorkers();
		await wizard.press('backspace');
		expect(wizard.choices.workers).toBe(1);
		await wizard.press('backspace', 'backspace', '8');
		expect(wizard.choices.workers).toBe(8);
		await wizard.press('ctrl u', '16');
		expect(wizard.choices.workers).toBe(16);
	});

	test('digits on a preset say where they go, space on a number what it is for', async () => {
		const wizard = await atWorkers();
		await wizard.press('space');
		expect(wizard.screen()).toContain('Space chooses a preset; this number is typed or changed.');
		await wizard.press('home', '5');
		expect(wizard.screen()).toContain('A preset is chosen with space; digits go to the numbers below.');
		expect(wizard.choices.workers).toBe(13);
	});

	test.each([
		['24', 24],
		[' 24\r\n', 24],
		['\u001b[31m24\u001b[m', 24],
	])('%j can be pasted', async (text, workers) => {
		const wizard = await atWorkers();
		await wizard.paste(text);
		expect(wizard.choices.workers).toBe(workers);
	});

	test('a pasted 1,000 is a thousand; what is no number changes nothing and is told', async () => {
		const wizard = await atWorkers();
		await wizard.press('down');
		await wizard.paste('1,000');
		expect(wizard.choices.batchSize).toBe(1000);
		await wizard.paste('q12d');
		expect(wizard.choices.batchSize).toBe(1000);
		expect(wizard.screen()).toContain('Only a number can be pasted here.');
		expect(wizard.session.state.asking).toBe(false);
	});

	test.each([
		['right', 'left'],
		['+', '-'],
		['=', '_'],
	])('%s and %s change by one step, within the bounds', async (more, less) => {
		const wizard = await atWorkers();
		await wizard.press(more);
		expect(wizard.choices.workers).toBe(14);
		await wizard.press(...Array.from({ length: 60 }, () => more));
		expect(wizard.choices.workers).toBe(64);
		expect(wizard.screen()).toContain('It goes from 1 to 64.');
		await wizard.press(...Array.from({ length: 70 }, () => less));
		expect(wizard.choices.workers).toBe(1);
		await wizard.press('down', more, more);
		expect(wizard.choices.batchSize).toBe(200);
		await wizard.press(...Array.from({ length: 20 }, () => more));
		expect(wizard.choices.batchSize).toBe(1000);
		await wizard.press(...Array.from({ length: 20 }, () => less));
		expect(wizard.choices.batchSize).toBe(1);
	});

	test.each([
		[1, 10],
		[6, 10],
		[7, 11],
		[8, 12],
		[10, 15],
		[128, 15],
	])('%i cores: %i workers recommended', async (cores, workers) => {
		expect(recommendedWorkers(cores)).toBe(workers);
		const wizard = await atWorkers({ facts: { cores } });
		expect(wizard.screen()).toContain(`recommended here: ${workers} (${cores} cores x 1.5, 10 to 15)`);
	});
});

describe('presets', () => {
	test.each([
		[0, 'production', 12, 50, undefined],
		[1, 'fastest', 15, 25, undefined],
		[2, 'gentle', 8, 100, undefined],
		[3, 'testing', 10, 50, 100],
	])('line %i: %s', async (line, name, workers, batchSize, limit) => {
		const wizard = await atWorkers();
		await wizard.press('home', ...Array.from({ length: line }, () => 'down'), 'space');
		expect(wizard.choices).toMatchObject({ workers, batchSize });
		expect(wizard.choices.limit).toBe(limit);
		expect(wizard.screen()).toContain(`◉ ${name}`);
	});

	test('the limit of testing is shown, returned, and lifted by another preset', async () => {
		const wizard = await atWorkers({ initial: { ...twoChosen, municipalityCodes: [koebenhavn] } });
		await wizard.press('home', 'down', 'down', 'down', 'space');
		expect(wizard.screen()).toMatch(/Homes +100 {3}only the first/);
		await wizard.press('enter');
		expect(wizard.screen()).toContain('Limit            the first 100 homes only');
		expect(wizard.screen()).toContain('stored: the first 100 to import');
		await wizard.press('enter');
		expect(wizard.result).toMatchObject({ kind: 'start', choices: { limit: 100, workers: 10 } });
		const other = await new Staged({ initial: { ...twoChosen, limit: 100 } }).press('enter', 'enter', 'home', 'space');
		expect(other.choices.limit).toBeUndefined();
		expect(other.screen()).toMatch(/Homes +all/);
	});

	test('numbers of one’s own are no preset', async () => {
		const wizard = await atWorkers();
		expect(wizard.screen()).not.toMatch(/◉ (?!fetch)/);
		await wizard.press('12');
		expect(wizard.screen()).toContain('◉ production');
	});

	test('a number that was given is shown, not asked, and stays whatever the preset', async () => {
		const wizard = await new Staged({ initial: twoChosen, given: { workers: 20 } }).press('enter', 'enter');
		expect(wizard.screen()).toMatch(/Workers +20 +given already/);
		await wizard.press('home', 'down', 'space', 'end', 'up', 'up', '5');
		expect(wizard.choices).toMatchObject({ workers: 20, batchSize: 5 });
		await wizard.press('up', 'up', 'up', 'space');
		expect(wizard.choices).toMatchObject({ workers: 20, batchSize: 25 });
	});
});

describe('how homes are fetched', () => {
	const atFetch = async (options: StagedOptions = {}): Promise<Staged> => (await atWorkers(options)).press('end');

	test('each way has its requests and the time they take beside it', async () => {
		const screen = (await atFetch()).screen();
		// All of København's 14,368 homes, 91 pages of 200, the whole of København first and last, and a total counted ahead.
		expect(screen).toContain('◉ fetch details  at least 14,462 requests, 24 min: one a home\n');
		// 37 pages of 500, of København 1.6 % for sale and a sample of 50; of Hørsholm all is stored.
		expect(screen).toContain('◯ fetch pages    at least 320 requests, 30 s: 500 homes each, and a sample\n');
	});

	test('before the API has answered it says what a request is worth', async () => {
		const screen = (await atFetch({ api: new FakeApi({ automatic: false }) })).screen();
		expect(screen).toContain('fetch details  one request a home\n');
		expect(screen).toContain('fetch pages    up to 500 homes a request\n');
	});

	test('search records that cannot stand for the homes’ own are told by the few that come with the counts', async () => {
		const api = new FakeApi();
		api.shareOfDetails.set(koebenhavn, 0.3);
		const wizard = await atFetch({ api, initial: { ...twoChosen, municipalityCodes: [koebenhavn] } });
		// 3/10 of 14,368 homes, 29 pages, the whole first and last, and a sample of 50.
		expect(wizard.screen()).toContain('◯ fetch pages    at least 4,392 requests');
	});

	test('details unless pages are chosen; no preset changes it', async () => {
		const wizard = await atFetch();
		expect(wizard.choices.fetch).toBe('details');
		await wizard.press('space');
		expect(wizard.choices.fetch).toBe('pages');
		expect(wizard.screen()).toContain('▸ ◉ fetch pages');
		await wizard.press('home', 'space', 'enter');
		expect(wizard.screen()).toContain('Fetch            pages, up to 500 homes a request');
		expect(wizard.screen()).toContain('Requests         at least 320, at most 10 a second');
		await wizard.press('enter');
		expect(wizard.result).toMatchObject({ kind: 'start', choices: { fetch: 'pages' } });
	});

	test('digits have no place there, and it says where they have', async () => {
		const wizard = await (await atFetch()).press('5');
		expect(wizard.screen()).toContain('This is chosen with space; digits go to the numbers above.');
	});

	test('given as a flag it is shown and not asked', async () => {
		const wizard = await atWorkers({ given: { fetch: 'pages' } });
		expect(wizard.choices.fetch).toBe('pages');
		expect(wizard.screen()).toContain('◉ fetch pages    given already');
		expect(wizard.screen()).not.toContain('fetch details');
		await wizard.press('end');
		expect(wizard.screen()).toContain('▸   Batch size');
	});

	test('of a few homes pages never take more requests than there are homes', async () => {
		const wizard = await atFetch({
			initial: { ...twoChosen, municipalityCodes: [koebenhavn], workers: 13, limit: 3 },
		});
		expect(wizard.screen()).toContain('fetch pages    at least 4 requests');
	});
});

describe('--workers auto', () => {
	const auto = async (options: StagedOptions = {}): Promise<Staged> =>
		(await new Staged({ initial: twoChosen, given: { workers: 'auto' }, ...options }).press('enter', 'enter')).press(
			...['end', 'up', 'up', 'up'],
		);

	test('is shown as it was given, and a number can take its place', async () => {
		const wizard = await auto();
		expect(wizard.screen()).toMatch(/▸ {3}Workers +auto▏ {2}up to 64, as the API bears; a number replaces it\n/);
		await wizard.press('2', '4');
		expect(wizard.choices.workers).toBe(24);
		expect(wizard.screen()).toMatch(/Workers +24▏ {2}recommended here: 12/);
		await wizard.press('backspace', 'backspace');
		expect(wizard.choices.workers).toBe('auto');
		expect(wizard.screen()).toMatch(/Workers +auto▏/);
		await wizard.press('backspace', 'ctrl u', 'enter');
		expect(wizard.session.state.step).toBe('confirm');
		await wizard.press('enter');
		expect(wizard.result).toMatchObject({ kind: 'start', choices: { workers: 'auto' } });
	});

	test.each(['+', '-', 'left', 'right'])('%s leads to the usual number, and on from there', async (key) => {
		const wizard = await (await auto()).press(key);
		expect(wizard.choices.workers).toBe(12);
		await wizard.press('+');
		expect(wizard.choices.workers).toBe(13);
	});

	test('a number that will not do leaves it in force, and a preset brings it back', async () => {
		const wizard = await (await auto()).press('0');
		expect(wizard.choices.workers).toBe('auto');
		await wizard.press('ctrl u', '7', 'home', 'down', 'space');
		expect(wizard.choices).toMatchObject({ workers: 'auto', batchSize: 25 });
	});

	test('the time is the least that it takes, with as many as there may be', async () => {
		const wizard = await auto({ facts: { rate: 0 } });
		// 14,462 requests, 64 at a time, 610 ms each.
		expect(wizard.screen()).toContain('fetch details  at least 14,462 requests, 2 min: one a home\n');
		await wizard.press('enter');
		expect(wizard.screen()).toContain(' Workers          auto    as many as the API bears, up to 64\n');
		expect(wizard.screen()).toContain('Requests         at least 14,462, as fast as the API answers');
		expect(wizard.screen()).toContain('Time             at least 2 min at today’s latency of 610 ms');
	});

	test('with a batch size that is given as well, step 3 is not asked', async () => {
		const wizard = new Staged({ initial: twoChosen, given: { workers: 'auto', batchSize: 9 } });
		await wizard.press('enter', 'enter');
		expect(wizard.session.state.step).toBe('confirm');
		expect(wizard.choices.workers).toBe('auto');
	});

	test('is heard as words', async () => {
		const wizard = await auto({ env: { LANG: 'C' } });
		expect(wizard.hear()).toContain('Workers: auto, up to 64, as the API bears; a number replaces it');
		expect(wizard.hear()).toContain(
			'Chosen: as many workers as the API bears, a commit every 50 homes, all homes, fetch details',
		);
	});
});
