/**
 * The sandbox as the pages are measured against: every home says whether it is for sale (a third leaves that out otherwise, and has to
 * be asked for), and a page may take another time than a home. In a process of its own, as every sandbox of the bench.
 */
import { parseArgs } from 'node:util';
import { startSandbox } from '../../src/sandbox/server.ts';

const { values } = parseArgs({ options: { page: { type: 'string' }, detail: { type: 'string' } } });
const latency = { page: Number(values.page ?? 0), detail: Number(values.detail ?? 0) };

const { url } = await startSandbox({
	map: (record) => ({ isOnMarket: false, ...record }),
	script: ({ path }) => ({ kind: 'delay', ms: path.startsWith('/search/') ? latency.page : latency.detail }),
});
process.stdout.write(`${url}\n`);
