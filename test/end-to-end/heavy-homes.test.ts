import { expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { serverUrl } from '../support/databases.ts';
import { record, runWatched } from '../support/hostile-api.ts';
import { count, expectResult, freshDatabase, villas } from '../support/scenario.ts';

test.skipIf(serverUrl === undefined)(
	'homes of 4 MB each: batches close early, memory stays bounded, and every home is stored',
	async () => {
		const description = 'x'.repeat(4_000_000);
		const heavy = record((home) => ({ ...home, latestSoldCaseDescription: { title: 'Large', body: description } }));
		const api = await sandbox({
			...villas(60),
			script: ({ path }) => (path.startsWith('/addresses/') ? heavy : undefined),
		});
		const database = await freshDatabase('server');
		const { ended, peakBytes } = await runWatched({ api, database });
		expect(ended.code, ended.stderr).toBe(0);
		expectResult(ended, 'completed', { discovered: 60, imported: 60, failed: 0 });
		expect(await count(database, 'property where length(latest_sold_case_description_body) = 4000000')).toBe(60);
		expect(peakBytes).toBeLessThan(2000 * 2 ** 20);
	},
);
