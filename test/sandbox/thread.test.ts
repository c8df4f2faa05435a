import { describe, expect, test } from 'vitest';
import { startSandboxThread } from '../../src/sandbox/thread.ts';
import { UserError } from '../../src/shared/errors.ts';
import { sandbox, search } from './client.ts';

describe('the sandbox in a thread of its own', () => {
	test('answers as the one in this thread does and counts what it was asked', async () => {
		const [here, there] = [await sandbox(), await startSandboxThread({ villas: new Map([[155, 12]]) })];
		try {
			const query = 'municipalities=koebenhavn&addressTypes=villa&sortBy=address&per_page=3';
			expect(await search(there, query)).toEqual(await search(here, query));
			expect((await search(there, 'municipalities=dragoer&addressTypes=villa')).totalHits).toBe(12);
			expect(await there.stats()).toMatchObject({ requests: 2, searches: 2, byStatus: { 200: 2 } });
			await there.reset();
			expect(await there.stats()).toMatchObject({ requests: 0 });
		} finally {
			await there.close();
		}
		await expect(fetch(there.url)).rejects.toThrow('fetch failed');
		await expect(there.stats()).rejects.toThrow('closed');
	});

	test('says that its port is taken', async () => {
		const { port } = await sandbox();
		const error = await startSandboxThread({ port }).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(UserError);
		expect(error).toMatchObject({ exitCode: 64 });
	});
});
