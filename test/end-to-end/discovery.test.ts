import { describe, expect, test } from 'vitest';
import type { FaultScript } from '../../src/sandbox/server.ts';
import { sandbox } from '../sandbox/client.ts';
import { count, expectResult, freshDatabase, runImport, runJsonImport, villas } from '../support/scenario.ts';

const isPage = (path: string, parameters: URLSearchParams, page: number): boolean =>
	path === '/search/addresses' && parameters.get('page') === String(page);

describe('a list that cannot be read to its end', () => {
	test('a page that answers 500 six times: incomplete and named; the next run adds the rest alone', async () => {
		let failures = 6;
		const script: FaultScript = ({ path, searchParams }) =>
			isPage(path, searchParams, 2) && failures-- > 0 ? { kind: 'status', status: 500 } : undefined;
		const [api, database] = [await sandbox({ ...villas(500), script }), await freshDatabase()];
		const ended = await runImport({ api, database });
		expect(ended.code).toBe(75);
		const gap =
			/! Dragør · villa: page 2 could not be read: The API is in trouble: it answered with HTTP 500 \(5 tries\)/;
		expect(ended.stderr).toMatch(gap);
		expect(ended.stdout).toMatch(/^! Dragør · villa: incomplete\n/);
		expect(ended.stdout).toMatch(gap);
		expect(ended.stdout).toMatch(/in the API +500 +stored 300 +difference 200: 200 left for the next run\n/);
		expect(ended.stdout).toContain('continue: bolig-import --ci --api-url');
		expect(await count(database, 'property')).toBe(300);
		expect(await count(database, `import_run where status = 'incomplete'`)).toBe(1);

		api.reset();
		const again = await runJsonImport({ api, database });
		expect(again.code).toBe(0);
		expectResult(again, 'completed', { expected: 500, discovered: 500, skipped: 300, imported: 200 });
		expect(api.stats()).toMatchObject({ details: 200, byStatus: { 500: 1 } });
	});

	test('an answer with homes of another municipality: the filter was ignored, and none of them is taken', async () => {
		let ignored = false;
		const elsewhere = { municipalityCode: 101, name: 'København', slug: 'koebenhavn' };
		const api = await sandbox({
			...villas(300),
			map: (record) => (ignored ? { ...record, municipality: elsewhere } : record),
			script: ({ path, searchParams }) => {
				if (path.startsWith('/search')) ignored = isPage(path, searchParams, 2);
				return undefined;
			},
		});
		const database = await freshDatabase();
		const ended = await runImport({ api, database, args: ['--workers', '1'] });
		expect(ended.code).toBe(75);
		const named = /! Dragør · villa: asked for Dragør, the API answered with a home of municipality 101/;
		expect(ended.stderr).toMatch(named);
		expect(ended.stdout).toMatch(named);
		expect(await count(database, 'property')).toBeLessThanOrEqual(200);
	});

	test('homes that the API counts and never lists: incomplete, with how many', async () => {
		const script: FaultScript = ({ path, searchParams }) =>
			isPage(path, searchParams, 2) ? { kind: 'body', body: '{"addresses":null,"totalHits":260}' } : undefined;
		const [api, database] = [await sandbox({ ...villas(260), script }), await freshDatabase()];
		const ended = await runJsonImport({ api, database });
		expect(ended.code).toBe(75);
		expectResult(ended, 'incomplete', { expected: 260, discovered: 200, imported: 200 });
		const report = ended.events.find((event) => event.type === 'partition.finished');
		expect(report).toMatchObject({ report: { name: 'Dragør · villa', expected: 260, listed: 200 } });
		expect(ended.stderr).toMatch(/! Dragør · villa: 60 of 260 homes were not listed/);
	});

	test('homes of another type are left out, and homes without a type kept', async () => {
		const api = await sandbox({
			...villas(120),
			map: ({ addressType, ...record }) => {
				const digit = String(record.addressID).charAt(5);
				if (digit === 'a') return { ...record, addressType: 'condo' };
				return digit === 'b' ? record : { ...record, addressType };
			},
		});
		const database = await freshDatabase();
		const ended = await runJsonImport({ api, database });
		const [{ report } = { report: {} }] = ended.events.flatMap((event) =>
			event.type === 'partition.finished' ? [event as unknown as { report: Record<string, number> }] : [],
		);
		expect(report.otherType).toBeGreaterThan(0);
		expect(report.withoutType).toBeGreaterThan(0);
		expect(ended.code).toBe(0);
		expectResult(ended, 'completed', { imported: 120 - (report.otherType ?? 0) });
		expect(await count(database, `property where address_type = 'condo'`)).toBe(0);
		expect(await count(database, 'property where address_type is null')).toBe(report.withoutType);
	});
});
