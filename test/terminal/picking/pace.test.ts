import { describe, expect, test } from 'vitest';
import { recommendedWorkers } from '../../../src/terminal/picking/choices.ts';
import { Staged, type StagedOptions, twoChosen } from './support.tsx';

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
		['workers', '65', 64, 'It goes from 1 to 64.'],
		['workers', '999', 64, 'It goes from 1 to 64.'],
	])('%s: %s is more than there can be', async (_, typed, becomes, note) => {
		const wizard = await atWorkers();
		await wizard.press(typed.slice(0, 2));
		expect(wizard.choices.workers).toBe(becomes);
		expect(wizard.screen()).toContain(note);
	});

	test('a batch of more than 1,000 becomes 1,000', async () => {
		const wizard = await atWorkers();
		await wizard.press('down', '1001');
		expect(wizard.choices.batchSize).toBe(1000);
		expect(wizard.screen()).toContain('It goes from 1 to 1,000.');
	});

	test('nought and nothing leave the number as it was, and say so', async () => {
		const wizard = await atWorkers();
		await wizard.press('0');
		expect(wizard.choices.workers).toBe(13);
		expect(wizard.screen()).toContain('A number from 1 to 64; until then it stays 13.');
		await wizard.press('7');
		expect(wizard.choices.workers).toBe(7);
	});

	test('backspace takes the last digit away', async () => {
		const wizard = await atWorkers();
		await wizard.press('backspace');
		expect(wizard.choices.workers).toBe(1);
		await wizard.press('backspace');
		expect(wizard.choices.workers).toBe(1);
		await wizard.press('8');
		expect(wizard.choices.workers).toBe(8);
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
		const wizard = await atWorkers();
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
		expect(wizard.screen()).not.toContain('◉');
		await wizard.press('12');
		expect(wizard.screen()).toContain('◉ production');
	});

	test('a number that was given is shown, not asked, and stays whatever the preset', async () => {
		const wizard = await new Staged({ initial: twoChosen, given: { workers: 20 } }).press('enter', 'enter');
		expect(wizard.screen()).toMatch(/Workers +20 +given as a flag/);
		await wizard.press('home', 'down', 'space', 'end', '5');
		expect(wizard.choices).toMatchObject({ workers: 20, batchSize: 5 });
		await wizard.press('up', 'up', 'up', 'space');
		expect(wizard.choices).toMatchObject({ workers: 20, batchSize: 25 });
	});
});
