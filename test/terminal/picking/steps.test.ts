import { describe, expect, test } from 'vitest';
import { areaCodes, everyCode } from '../../../src/terminal/picking/municipality-list.ts';
import { hoersholm, koebenhavn, Staged, twoChosen, usual } from './support.tsx';

describe('choosing municipalities', () => {
	test('space chooses and lets go again, several at once, in the order of names', async () => {
		const wizard = await new Staged().press('køb', 'space', 'ctrl u', 'hørs', 'space');
		expect(wizard.choices.municipalityCodes).toEqual([hoersholm, koebenhavn]);
		await wizard.press('space');
		expect(wizard.choices.municipalityCodes).toEqual([koebenhavn]);
		expect(wizard.screen()).toContain('1 chosen: København (14,368 homes)');
	});

	test('tab goes through the 36, all 98, none, and back to what was chosen one by one', async () => {
		const wizard = await new Staged({ initial: twoChosen }).press('tab');
		expect(wizard.choices.municipalityCodes).toEqual(areaCodes);
		expect(wizard.screen()).toContain('36 chosen: all 36 within 60 km of København');
		await wizard.press('tab');
		expect(wizard.choices.municipalityCodes).toEqual(everyCode);
		await wizard.press('tab');
		expect(wizard.choices.municipalityCodes).toEqual([]);
		expect(wizard.screen()).toContain('none chosen');
		await wizard.press('tab');
		expect(wizard.choices.municipalityCodes).toEqual([hoersholm, koebenhavn]);
	});

	test('shift and tab go the other way', async () => {
		const wizard = await new Staged({ initial: twoChosen }).press('shift tab');
		expect(wizard.choices.municipalityCodes).toEqual([]);
		await wizard.press('shift tab');
		expect(wizard.choices.municipalityCodes).toEqual(everyCode);
		await wizard.press('shift tab', 'shift tab');
		expect(wizard.choices.municipalityCodes).toEqual([hoersholm, koebenhavn]);
	});

	test('without a choice of one’s own, tab begins again', async () => {
		const wizard = await new Staged().press('tab', 'tab', 'tab', 'tab');
		expect(wizard.choices.municipalityCodes).toEqual(areaCodes);
	});

	test('enter with nothing chosen says so and stays', async () => {
		const wizard = await new Staged().press('enter');
		expect(wizard.screen()).toContain('Nothing is chosen yet: space chooses the municipality at the cursor.');
		expect(wizard.session.state.step).toBe('municipalities');
		await wizard.press('down');
		expect(wizard.screen()).not.toContain('Nothing is chosen yet');
	});

	test('arrows, pages and ends move within the list', async () => {
		const wizard = new Staged();
		const at = (): string => wizard.draw().find((line) => line.includes('▸')) ?? '';
		await wizard.press('up');
		expect(at()).toContain('Albertslund');
		await wizard.press('end', 'down');
		expect(at()).toContain('Aarhus');
		await wizard.press('page up');
		expect(at()).toContain('Thisted');
		await wizard.press('home', 'page down');
		expect(at()).toContain('Faxe');
	});

	test('a filter that nothing matches says so; backspace widens it again', async () => {
		const wizard = await new Staged().press('hørx');
		expect(wizard.screen()).toMatch(/ Filter: hørx▏\n\n.*\n {5}no municipality is like that: esc clears the filter\n/);
		await wizard.press('space');
		expect(wizard.screen()).toContain('No municipality is like that: esc clears the filter.');
		await wizard.press('enter');
		expect(wizard.screen()).toContain('Nothing is chosen yet, and nothing matches: esc clears the filter.');
		await wizard.press('backspace');
		expect(wizard.screen()).toContain('▸ ◯ Hørsholm');
	});

	test.each(['ctrl u', 'ctrl w'])('%s clears the filter', async (key) => {
		const wizard = await new Staged().press('hørs', key);
		expect(wizard.screen()).toContain('Filter: ▏');
	});

	test('of several names that are pasted the first one filters, and that is told', async () => {
		const wizard = await new Staged().paste(' Høje-Taastrup,\u001b[31m København\r\nAarhus');
		expect(wizard.screen()).toContain('Filter: Høje-Taastrup▏');
		expect(wizard.screen()).toContain('Several names were pasted: the first one filters.');
		await wizard.press('ctrl u');
		await wizard.paste('12\n');
		expect(wizard.screen()).toContain('There was no name in what was pasted.');
	});

	test('esc clears the filter, with the cursor still on its municipality', async () => {
		const wizard = await new Staged().press('hørs', 'esc');
		expect(wizard.screen()).toContain('Filter: ▏');
		expect(wizard.screen()).toContain('▸ ◯ Hørsholm');
		expect(wizard.session.state.asking).toBe(false);
	});
});

test.each([
	['types', ['enter']],
	['confirm', ['enter', 'enter', 'enter']],
] as const)('pasted text starts nothing at step %s, and that is told', async (step, keys) => {
	const wizard = await new Staged({ initial: twoChosen }).press(...keys);
	await wizard.paste('d\rq ');
	expect(wizard.session.state).toMatchObject({ step, asking: false, result: undefined });
	expect(wizard.screen()).toContain('Pasted text means nothing here.');
});

describe('choosing types', () => {
	test('villa to begin with, several, all alone, and none is not enough', async () => {
		const wizard = await new Staged({ initial: twoChosen }).press('enter');
		expect(wizard.choices.types).toEqual(['villa']);
		await wizard.press('down', 'down', 'space');
		expect(wizard.choices.types).toEqual(['villa', 'condo']);
		expect(wizard.screen()).toContain('2 chosen: villa, condo (36,118 homes)');
		await wizard.press('home', 'space');
		expect(wizard.choices.types).toEqual(['all']);
		expect(wizard.screen()).toContain('1 chosen: all types (18,059 homes)');
		await wizard.press('down', 'space');
		expect(wizard.choices.types).toEqual(['villa']);
		await wizard.press('space', 'enter');
		expect(wizard.screen()).toContain('Nothing is chosen yet: space chooses the type at the cursor.');
	});

	test('the arrows to the sides go from column to column', async () => {
		const wizard = await new Staged({ initial: twoChosen }).press('enter', 'right', 'space');
		expect(wizard.choices.types).toEqual(['villa', 'plant farm']);
		await wizard.press('left', 'space');
		expect(wizard.choices.types).toEqual(['plant farm']);
	});
});

describe('going back and forth', () => {
	test('loses nothing that was chosen', async () => {
		const wizard = await new Staged().press('hørs', 'space', 'enter', 'down', 'space', 'enter');
		await wizard.press('down', 'space', 'enter');
		const chosen = wizard.choices;
		expect(chosen).toEqual({
			municipalityCodes: [hoersholm],
			types: ['villa', 'terraced house'],
			workers: 15,
			batchSize: 25,
			fetch: 'details',
		});
		await wizard.press('esc', 'esc', 'esc');
		expect(wizard.screen()).toContain('step 1 of 4');
		expect(wizard.screen()).toContain('◉ Hørsholm');
		await wizard.press('enter', 'enter', 'enter');
		expect(wizard.screen()).toContain('step 4 of 4');
		expect(wizard.choices).toEqual(chosen);
	});

	test('what was given as a flag is not asked, and not on the way back either', async () => {
		const given = { municipalityCodes: [koebenhavn], workers: 20, batchSize: 10 };
		const wizard = new Staged({ given });
		expect(wizard.screen()).toContain('step 1 of 2');
		expect(wizard.screen()).toContain('Which types of home?');
		await wizard.press('enter');
		expect(wizard.screen()).toContain('step 2 of 2');
		expect(wizard.screen()).toMatch(/Workers {10}20 .*\n Batch size {7}10 /);
		await wizard.press('esc');
		expect(wizard.screen()).toContain('Which types of home?');
		await wizard.press('esc');
		expect(wizard.screen()).toContain('Leave without importing?');
	});

	test('with everything given only the confirmation is left', async () => {
		const wizard = new Staged({ given: { municipalityCodes: [koebenhavn], types: ['all'], workers: 1, batchSize: 1 } });
		expect(wizard.screen()).toContain('step 1 of 1');
		await wizard.press('enter');
		expect(wizard.result?.kind).toBe('start');
	});

	test('what was remembered and does not exist any more is left out', () => {
		const wizard = new Staged({
			initial: { ...usual, municipalityCodes: [1, koebenhavn], types: ['castle'], workers: 900, batchSize: 0 },
		});
		expect(wizard.choices).toEqual({
			...usual,
			municipalityCodes: [koebenhavn],
			types: ['villa'],
			workers: 64,
			batchSize: 1,
		});
	});
});

describe('leaving', () => {
	test.each([['esc', 'q'] as const, ['esc', 'y'] as const])('step 1: %s asks, %s leaves', async (asks, answers) => {
		const wizard = await new Staged().press(asks);
		expect(wizard.screen()).toContain('Leave without importing?   q yes   any other key no');
		expect(wizard.result).toBeUndefined();
		await wizard.press(answers);
		expect(wizard.result).toEqual({ kind: 'left' });
	});

	test('any other key stays, and does nothing else', async () => {
		const wizard = await new Staged().press('esc', 'space');
		expect(wizard.session.state.asking).toBe(false);
		expect(wizard.choices.municipalityCodes).toEqual([]);
		expect(wizard.result).toBeUndefined();
	});

	test('q leaves from the other steps, after asking; in the filter it is a letter', async () => {
		const wizard = await new Staged({ initial: twoChosen }).press('q');
		expect(wizard.screen()).toContain('Filter: q▏');
		for (const step of [2, 3, 4]) {
			await wizard.press('enter', 'q');
			expect(wizard.screen()).toContain(`step ${step} of 4`);
			expect(wizard.screen()).toContain('Leave without importing?');
			await wizard.press('n');
		}
		await wizard.press('q', 'q');
		expect(wizard.result).toEqual({ kind: 'left' });
	});

	test('Ctrl-C leaves at once, everywhere', async () => {
		for (const keys of [[], ['hø'], ['enter'], ['enter', 'enter'], ['enter', 'enter', 'enter'], ['esc']]) {
			const wizard = await new Staged({ initial: twoChosen }).press(...keys, 'ctrl c');
			expect(wizard.result).toEqual({ kind: 'left' });
		}
	});
});

test('start and dry run return what was chosen', async () => {
	const start = await new Staged({ initial: twoChosen }).press('enter', 'enter', 'enter', 'enter');
	expect(start.result).toEqual({ kind: 'start', choices: { ...usual, municipalityCodes: [hoersholm, koebenhavn] } });
	const dry = await new Staged({ initial: twoChosen }).press('enter', 'enter', 'enter', 'd');
	expect(dry.result?.kind).toBe('dry-run');
});
