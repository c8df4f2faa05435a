import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { expectGoodHomes, failures, hostileApi, runWatched } from '../support/hostile-api.ts';
import { count, expectResult, freshDatabase, runJsonImport, villas } from '../support/scenario.ts';

const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n';

async function importWithSlowHomes(): Promise<void> {
	const hostile = await hostileApi(60, {
		'a drip': { kind: 'drip', bytesPerSecond: 100 },
		'no answer': { kind: 'hang' },
		'half a head': { kind: 'raw', bytes: 'HTTP/1.1 200 OK\r\nContent-Ty', open: true },
		'a body that stops': { kind: 'raw', bytes: `${head}{"addressID":`, open: true },
	});
	const database = await freshDatabase();
	const { ended } = await runWatched({ api: hostile.api, database });
	expect(ended.code).toBe(3);
	expectResult(ended, 'completed', { discovered: 60, imported: 56, failed: 4 });
	await expectGoodHomes(database, hostile);
	const message = expect.stringMatching(/^The API did not answer within 10 s \(\d+ tries\)\.$/);
	const victims = [...hostile.victims.values()].sort();
	expect(await failures(database)).toMatchObject(
		victims.map((id) => ({ address_id: id, stage: 'fetch', kind: 'timeout', message, payload: null })),
	);
}

/** Page 2 of the first reading never comes; what stands on it does, in smaller pages of other numbers. */
async function importWithSlowPage(): Promise<void> {
	const api = await sandbox({
		...villas(410),
		script: ({ searchParams }) => {
			const isSlow = searchParams.get('page') === '2' && Number(searchParams.get('per_page')) > 100;
			return isSlow ? { kind: 'drip', bytesPerSecond: 100 } : undefined;
		},
	});
	const database = await freshDatabase();
	const ended = await runJsonImport({ api, database });
	expect(ended.code).toBe(0);
	expectResult(ended, 'completed', { expected: 410, discovered: 410, imported: 410, failed: 0 });
	expect(await count(database, 'property')).toBe(410);
}

describe('answers that come too slowly, or never', () => {
	// At the same time: each waits through five tries of ten seconds, and through the pauses of an API that may be away.
	test('are given up in time, homes and pages alike; what is beside them is stored', async () => {
		await Promise.all([importWithSlowHomes(), importWithSlowPage()]);
	}, 240_000);
});
