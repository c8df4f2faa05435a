import { describe, expect, test } from 'vitest';
import { type Among, DriftedFields, everyType, type HomeGroup, noType } from '../../src/shared/drifted-fields.ts';

const villas: HomeGroup = { municipalityCode: 155, type: 'villa' };
const condos: HomeGroup = { municipalityCode: 155, type: 'condo' };
const villasElsewhere: HomeGroup = { municipalityCode: 185, type: 'villa' };
const day = (number: number): Date => new Date(Date.UTC(2026, 10, number));

function accepted(...among: Among[]) {
	return [{ path: 'energyLabel', among }];
}

const seeing = (lacks: boolean, hasLost = false) => ({ hasLost: () => hasLost, lacks: () => lacks });

describe('a field that was accepted as lost', () => {
	test('concerns homes of its group that were checked before it was back, and no others', () => {
		const drifted = new DriftedFields(accepted({ ...villas, lostUntil: day(5), hasIt: true }), seeing(false));
		expect(drifted.concerns('energyLabel', villas, day(4))).toBe(true);
		expect(drifted.concerns('energyLabel', villas, day(5))).toBe(false);
		expect(drifted.concerns('energyLabel', condos, day(4))).toBe(false);
		expect(drifted.concerns('energyLabel', villasElsewhere, day(4))).toBe(false);
		expect(drifted.concerns('livingArea', villas, day(4))).toBe(false);
	});

	test('concerns them whenever they were checked while it is not back', () => {
		const drifted = new DriftedFields(accepted({ ...villas, lostUntil: null, hasIt: false }));
		expect(drifted.concerns('energyLabel', villas, day(30))).toBe(true);
	});

	test.each([true, false])(
		'is lost as well for homes that no run has looked at since, where the records of this one lack it: %s',
		(lacks) => {
			const lost = { ...villas, lostUntil: null, hasIt: false };
			const kept = { ...villasElsewhere, lostUntil: undefined, hasIt: true };
			const drifted = new DriftedFields(accepted(lost, kept), seeing(lacks));
			expect(drifted.concerns('energyLabel', condos, day(1))).toBe(lacks);
			expect(drifted.concerns('energyLabel', villasElsewhere, day(1))).toBe(false);
			expect(drifted.concerns('livingArea', condos, day(1))).toBe(false);
		},
	);

	test('of every type, concerns each', () => {
		const drifted = new DriftedFields([
			{ path: 'addressType', among: [{ municipalityCode: 155, type: everyType, lostUntil: null, hasIt: false }] },
		]);
		for (const type of ['villa', noType]) {
			expect(drifted.concerns('addressType', { municipalityCode: 155, type }, day(1))).toBe(true);
			expect(drifted.concerns('addressType', { municipalityCode: 185, type }, day(1))).toBe(false);
		}
	});
});

test('a field that this run finds to be lost is, whatever was accepted before', () => {
	const kept = accepted({ ...villas, lostUntil: undefined, hasIt: true });
	for (const earlier of [[], kept]) {
		expect(new DriftedFields(earlier, seeing(true, true)).concerns('energyLabel', villas, day(1))).toBe(true);
	}
});
