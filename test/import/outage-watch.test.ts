import { expect, test } from 'vitest';
import { OutageWatch } from '../../src/import/outage-watch.ts';
import { StopRun } from '../../src/import/stop-run.ts';
import { invalid, outage } from './support-world.ts';

/** How many outages in a row it takes. */
function patience(watch: OutageWatch): number {
	for (let count = 1; count < 1000; count++) {
		try {
			watch.failed(outage);
		} catch (error) {
			expect(error).toBeInstanceOf(StopRun);
			expect(error).toHaveProperty('reason', { kind: 'api-unavailable', message: outage.message });
			return count;
		}
	}
	throw new Error('It never ends.');
}

test('an API that has never answered is down at its first failure', () => {
	expect(patience(new OutageWatch(() => 12))).toBe(1);
});

test('an API that has answered is given two failures per worker, and five at least', () => {
	const many = new OutageWatch(() => 12);
	many.answered();
	expect(patience(many)).toBe(24);
	const one = new OutageWatch(() => 1);
	one.answered();
	expect(patience(one)).toBe(5);
});

test('an answer in between starts the count again; a home that is at fault itself does not count at all', () => {
	const watch = new OutageWatch(() => 1);
	watch.answered();
	for (let index = 0; index < 4; index++) watch.failed(outage);
	for (let index = 0; index < 100; index++) watch.failed(invalid);
	watch.answered();
	expect(patience(watch)).toBe(5);
});
