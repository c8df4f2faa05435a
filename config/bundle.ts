import type { BuildOptions } from 'rolldown';

/**
 * The program as it is shipped: some 80 files instead of 800, most of them libraries', which take a process a fifth of a second to
 * find and read. All lie in one folder, where the worker thread of the sandbox is looked for too.
 */
export const bundle = {
	input: { main: 'src/main.ts', 'thread-worker': 'src/sandbox/thread-worker.ts' },
	platform: 'node',
	// PGlite reads its WebAssembly beside itself; the others are never installed, and asked for only where someone wishes for them.
	external: [/^@electric-sql\/pglite/, 'pg-native', 'react-devtools-core'],
	// React picks its build by this; its development build is three times slower.
	transform: { define: { 'process.env.NODE_ENV': '"production"' } },
	// MikroORM and error messages speak of classes by name.
	output: { dir: 'dist', sourcemap: true, keepNames: true },
} satisfies BuildOptions;
