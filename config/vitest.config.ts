import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		root: new URL('..', import.meta.url).pathname,
		include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		// Vitest would leave one of two cores to itself; most tests wait for processes and databases of their own.
		maxWorkers: Math.max(2, availableParallelism() - 1),
	},
});
