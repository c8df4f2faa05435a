import { describe, expect, test } from 'vitest';
import { Counts } from '../../../src/terminal/picking/counts.ts';
import { FakeApi, hoersholm, koebenhavn, Staged, settled, sizes, twoChosen } from './support.tsx';

const slowApi = (): FakeApi => new FakeApi({ automatic: false });

async function answerAll(api: FakeApi): Promise<void> {
	while (api.open > 0) await api.answer();
}

describe('counting what the API has', () => {
	test('never more than four at a time, the next as soon as one is answered', async () => {
		const api = slowApi();
		const wizard = new Staged({ api });
		expect(api.asked).toHaveLength(4);
		await api.answer();
		expect(api.asked).toHaveLength(5);
		await answerAll(api);
		expect(api.most).toBe(4);
		expect(wizard.screen()).not.toContain('⠋');
	});

	test.each(sizes)('only what is on the screen at $columns x $rows', async (size) => {
		const api = slowApi();
		const wizard = new Staged({ api, size });
		await answerAll(api);
		const rows = size.rows - 1 - 9;
		expect(api.asked).toHaveLength(rows);
		expect(wizard.draw().filter((line) => /^ [▸ ] ◯/.test(line))).toHaveLength(rows);
		wizard.session.resize({ ...size, rows: size.rows + 3 });
		await answerAll(api);
		expect(api.asked).toHaveLength(rows + 3);
	});

	test('what is chosen too, though it is not on the screen', async () => {
		const api = slowApi();
		await new Staged({ api, initial: twoChosen }).press('gre');
		await answerAll(api);
		expect(api.asked).toContain(`${koebenhavn} villa`);
	});

	test('a row shows a spinner while it is counted, then the number', async () => {
		const api = slowApi();
		const wizard = await new Staged({ api }).press('hørs');
		expect(wizard.screen()).toMatch(/Hørsholm +3,691 +⠋ {3}yesterday 02:10/);
		await answerAll(api);
		await wizard.press();
		expect(wizard.screen()).toMatch(/Hørsholm +3,691 +3,691 {3}yesterday 02:10/);
	});

	test('rows that are gone before their turn are not asked for', async () => {
		const api = slowApi();
		const wizard = new Staged({ api });
		await wizard.press('hørs');
		await answerAll(api);
		expect(api.asked).toHaveLength(5);
		expect(api.asked.at(-1)).toBe(`${hoersholm} villa`);
	});

	test('answers are remembered: nothing is asked twice', async () => {
		const api = slowApi();
		const wizard = new Staged({ api });
		for (const key of ['end', 'home', 'tab', 'tab', 'tab', 'hø', 'esc']) {
			await wizard.press(key);
			await answerAll(api);
		}
		expect(new Set(api.asked).size).toBe(api.asked.length);
		expect(api.asked).toHaveLength(98);
		expect(api.most).toBe(4);
	});

	test('by type, as many questions as types; every type is one question', async () => {
		const api = slowApi();
		const wizard = await new Staged({ api, initial: { ...twoChosen, types: ['villa', 'condo'] } }).press('enter');
		await answerAll(api);
		const before = api.asked.length;
		await wizard.press('home', 'space');
		await answerAll(api);
		expect(api.asked.slice(before)).toEqual([`${hoersholm} all`, `${koebenhavn} all`]);
		expect(api.asked).toContain(`${koebenhavn} condo`);
	});

	test('the sum says when it is not complete', async () => {
		const api = slowApi();
		const wizard = await new Staged({ api, initial: twoChosen }).press('hørs');
		expect(wizard.screen()).toMatch(/2 chosen: Hørsholm, København\n/);
		for (let answer = 0; answer < 5; answer++) await api.answer();
		await wizard.press();
		expect(wizard.screen()).toContain('2 chosen: Hørsholm, København (3,691 homes so far)');
		await answerAll(api);
		await wizard.press();
		expect(wizard.screen()).toContain('2 chosen: Hørsholm, København (18,059 homes)');
	});
});

describe('when the API cannot tell', () => {
	const reason = 'The API did not answer within 10 s.';

	function failing(): FakeApi {
		const api = new FakeApi();
		api.failing.set(koebenhavn, reason);
		return api;
	}

	test('the row has a question mark and the status line the reason; the rest goes on', async () => {
		const wizard = await new Staged({ api: failing(), initial: twoChosen }).press('k');
		expect(wizard.screen()).toMatch(/◉ København +– +\? {3}never/);
		expect(wizard.screen()).toContain(` ? København: ${reason}`);
		expect(wizard.screen()).toContain('(at least 3,691 homes)');
		expect(wizard.screen()).toMatch(/Kolding +– +1,621/);
		await wizard.press('enter', 'enter', 'enter');
		expect(wizard.screen()).toContain('at least 3,691 in the API, 3,691 stored: nothing new so far');
		expect(wizard.screen()).toContain('Requests         at least 19,');
		expect(wizard.screen()).toContain(` ? København: ${reason}`);
		await wizard.press('enter');
		expect(wizard.result?.kind).toBe('start');
	});

	test('it is not asked again until that is wanted', async () => {
		const api = failing();
		const wizard = await new Staged({ api, initial: twoChosen }).press('k', 'esc', 'k');
		const times = (): number => api.asked.filter((asked) => asked === `${koebenhavn} villa`).length;
		expect(times()).toBe(1);
		expect(wizard.screen()).toContain('Ctrl-R count again');
		api.failing.clear();
		await wizard.press('ctrl r');
		expect(times()).toBe(2);
		expect(wizard.screen()).toContain('(18,059 homes)');
		expect(wizard.screen()).not.toContain('Ctrl-R');
	});

	test('a try that failed is told while the next one is on its way', async () => {
		const api = slowApi();
		const wizard = new Staged({ api });
		await api.hinder(reason);
		await wizard.press();
		expect(wizard.screen()).toContain(` ? Albertslund: ${reason} Trying again.`);
		expect(wizard.screen()).not.toContain('Ctrl-R');
		await answerAll(api);
		await wizard.press();
		expect(wizard.screen()).not.toContain('Trying again');
	});

	test('of a long reason the first sentence is told, and where even that is too long who is left out', async () => {
		const api = failing();
		api.failing.set(koebenhavn, `${reason} ${'It asks us to wait an hour. '.repeat(3)}`);
		const wizard = await new Staged({ api, initial: twoChosen, size: { columns: 60, rows: 20 } }).press('k');
		expect(wizard.screen()).toContain(` ? København: ${reason}\n`);
		wizard.resize({ columns: 40, rows: 20 });
		expect(wizard.screen()).toContain(` ? ${reason.slice(0, 34)}`);
	});

	test('refused, it asks nothing more until that is wanted; starting is possible all the same', async () => {
		const api = new FakeApi();
		api.refused = 'The API refuses this client or this network.';
		const wizard = await new Staged({ api, initial: twoChosen }).press('k');
		const asked = api.asked.length;
		expect(asked).toBeLessThanOrEqual(4);
		expect(wizard.screen()).toMatch(/◉ København +– +\? {3}never/);
		expect(wizard.screen()).toContain(' more: The API refuses this client or this network.');
		await wizard.press('enter', 'enter', 'enter');
		expect(api.asked).toHaveLength(asked);
		expect(wizard.screen()).toContain('not known, the API did not say; you can start all the same');
		api.refused = undefined;
		await wizard.press('r');
		expect(wizard.screen()).toContain('18,059 in the API');
		await wizard.press('enter');
		expect(wizard.result?.kind).toBe('start');
	});

	test('at the confirmation r asks again', async () => {
		const api = failing();
		const wizard = await new Staged({ api, initial: { ...twoChosen, municipalityCodes: [koebenhavn] } }).press('enter');
		await wizard.press('enter', 'enter');
		expect(wizard.screen()).toContain('Homes            not known, the API did not say');
		expect(wizard.screen()).toContain('r count again');
		api.failing.clear();
		await wizard.press('r');
		expect(wizard.screen()).toContain('14,368 in the API');
	});
});

test('leaving ends what is in flight and asks nothing more', async () => {
	const api = slowApi();
	const signals: AbortSignal[] = [];
	const wizard = new Staged({ api });
	const counts = new Counts(
		(code, type, signal, onTrouble) => {
			signals.push(signal);
			return api.countInApi(code, type, signal, onTrouble);
		},
		() => {},
	);
	counts.want([{ municipalityCode: 1, type: undefined }]);
	counts.close();
	await settled();
	expect(signals.every(({ aborted }) => aborted)).toBe(true);
	counts.want([{ municipalityCode: 2, type: undefined }]);
	expect(signals).toHaveLength(1);
	await wizard.press('ctrl c');
	expect(api.asked).toHaveLength(5);
});
