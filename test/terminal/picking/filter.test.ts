import { describe, expect, test } from 'vitest';
import { areaCodes, everyCode, filterMunicipalities } from '../../../src/terminal/picking/municipality-list.ts';

const names = (filter: string): readonly string[] => filterMunicipalities(filter).map(({ name }) => name);

describe('filtering municipalities', () => {
	test('nothing typed: all 98, in the Danish order of letters', () => {
		const all = names('');
		expect(all).toHaveLength(98);
		expect(all[0]).toBe('Albertslund');
		expect(all.slice(-4)).toEqual(['Ærø', 'Aabenraa', 'Aalborg', 'Aarhus']);
		expect(areaCodes).toHaveLength(36);
		expect(everyCode).toHaveLength(98);
	});

	test.each(['hø', 'HØ', 'hoe', 'hö', ' hø ', 'ho\u0308'])('%j finds those that begin with it first', (filter) => {
		expect(names(filter).slice(0, 2)).toEqual(['Høje-Taastrup', 'Hørsholm']);
		expect(names(filter)).toContain('Ishøj');
		expect(names(filter)).not.toContain('Hjørring');
	});

	test('Ø finds every ø, wherever it is', () => {
		const found = names('Ø');
		expect(found.every((name) => /ø/i.test(name))).toBe(true);
		expect(found).toEqual(expect.arrayContaining(['København', 'Ærø', 'Morsø', 'Tønder']));
	});

	test('å and aa are alike, both ways', () => {
		expect(names('aar')).toEqual(['Aarhus', 'Lyngby-Taarbæk', 'Tårnby']);
		expect(names('år')).toEqual(names('aar'));
		expect(names('århus')).toEqual(['Aarhus']);
		expect(names('A\u030Arhus')).toEqual(['Aarhus']);
		expect(names('taarnby')).toEqual(['Tårnby']);
	});

	test('æ and ae are alike', () => {
		expect(names('laesoe')).toEqual(['Læsø']);
		expect(names('næst')).toEqual(names('naest'));
	});

	test('letters without their accents find them too', () => {
		expect(names('horsholm')).toEqual(['Hørsholm']);
		expect(names('tarnby')).toEqual(['Tårnby']);
		expect(names('Kége')).toEqual([]);
		expect(names('hérning')).toEqual(['Herning']);
	});
});
