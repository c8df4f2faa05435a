import { describe, expect, test } from 'vitest';
import { HomeCount, type HomeEnd } from '../../src/import/home-count.ts';
import type { BatchEntry, StoredAs } from '../../src/import/ports.ts';

const partition = 'Aarhus · villa';
const home = { kind: 'home', id: 'a', label: 'a', partition, record: {}, attempts: 1 } as const;
const fromPage: BatchEntry<unknown> = { ...home, fromPage: true };
const again: BatchEntry<unknown> = { ...home, again: true };

function storedAs(as: StoredAs): ReadonlyMap<string, StoredAs> {
	return new Map([[home.id, as]]);
}

/** The counts that changed. */
function changed(counts: { readonly [End in HomeEnd]: number }): object {
	return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

describe('homes that were counted by their search record', () => {
	test('are counted anew by what a batch that was repeated says in the end', () => {
		const count = new HomeCount();
		count.add([fromPage], storedAs('updated'));
		expect(changed(count.add([fromPage], storedAs('imported')))).toEqual({ imported: 1 });
		expect(changed(count.add([{ kind: 'gone', id: 'a', label: 'a', partition, again: true }], new Map()))).toEqual({
			imported: -1,
			gone: 1,
		});
	});

	test('are forgotten once these are trusted, those that were still waiting then as well', () => {
		const count = new HomeCount();
		count.add([fromPage], storedAs('unchanged'));
		count.trust(partition);
		count.add([fromPage], storedAs('unchanged'));
		// Nothing of such a partition is fetched again; if it were, nothing would be known of it.
		expect(changed(count.add([again], storedAs('updated')))).toEqual({});
	});
});

test('a home that the store does not name is never counted', () => {
	expect(() => new HomeCount().add([home], new Map())).toThrow('the store did not say what became of home a');
});
