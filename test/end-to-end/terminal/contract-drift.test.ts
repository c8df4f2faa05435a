import { expect, test } from 'vitest';
import type { JsonRecord } from '../../../src/sandbox/server.ts';
import { sandbox } from '../../sandbox/client.ts';
import { count, freshDatabase, query, runImport, villas } from '../../support/scenario.ts';
import { drawnImport, expectEnd, inTerminal } from './support.ts';

test('records that changed pause the run before it writes: q stops, p goes on and makes it the rule', async () => {
	let changed = false;
	const change = ({ energyLabel, ...record }: JsonRecord): JsonRecord =>
		changed ? record : { ...record, energyLabel };
	const [api, database] = [await sandbox({ ...villas(300), map: change }), await freshDatabase()];
	await runImport({ api, database });
	await query(database, `update property set gone_at = '2026-01-01T00:00:00Z'`);
	changed = true;

	const first = await inTerminal(drawnImport(api, database));
	await first.until('Limit     the API changed energyLabel: p goes on with that and q stops');
	first.press('qq');
	expect(await expectEnd(first, 75)).toMatch(/API records +changed, so nothing more was written: energyLabel was in/);
	expect(await count(database, 'property where gone_at is null')).toBe(0);

	const second = await inTerminal(drawnImport(api, database));
	await second.until('the API changed energyLabel: p goes on');
	second.press('p');
	expect(await expectEnd(second, 0)).toMatch(/API records +changed, which was accepted: energyLabel was in/);
	expect(await count(database, 'property where gone_at is null')).toBe(300);
	expect((await runImport({ api, database })).code).toBe(0);
});
