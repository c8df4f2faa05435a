import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { BatchEntry } from '../../src/import/ports.ts';
import { quiet } from './support.ts';
import { homeEntries } from './support-store.ts';
import { startWriter, type WriterScene } from './support-writer.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes in use after `count` homes have gone through one by one, as they come from the workers. */
async function heapAfter({ add, clock }: WriterScene, count: number): Promise<number> {
	const hundred = homeEntries(100);
	for (let index = 0; index < count; index++) {
		await add([hundred[index % 100] as BatchEntry<string>]);
		await (index % 100 === 99 ? clock.advance(1) : quiet());
	}
	collectGarbage();
	return process.memoryUsage().heapUsed;
}

test('nothing is kept of the homes that have gone through: memory stays flat over a long run', async () => {
	const scene = startWriter({ storedAs: () => 'unchanged' }, 100);
	const before = await heapAfter(scene, 2000);
	const after = await heapAfter(scene, 20_000);
	expect((after - before) / 20_000).toBeLessThan(100);
});
