import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, startSandbox } from './child.ts';
import { type ProfileEntry, readProfile } from './cpu-profile.ts';
import { freshDatabase } from './databases.ts';
import { importArgs } from './importer.ts';

const shown = 30;

/** Where the processor time of an import without latency goes. The profile itself stays in the temporary folder, for a browser's tools. */
const folder = await mkdtemp(join(tmpdir(), 'bolig-import-profile-'));
await using sandbox = await startSandbox(0);
await using database = await freshDatabase();
await run(['--cpu-prof', `--cpu-prof-dir=${folder}`, ...importArgs(sandbox.url, database)]);

// A worker thread writes a profile of its own; the main thread's is the largest by far, and there is only one without --sandbox.
const [name] = await readdir(folder);
const file = join(folder, name ?? '');
const reading = readProfile(file);

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

function section(title: string, entries: readonly ProfileEntry[]): void {
	print(`\n${title}`);
	for (const { name: entry, ms } of entries.slice(0, shown)) {
		const share = `${((ms / reading.busyMs) * 100).toFixed(1)} %`;
		print(`  ${share.padStart(7)}  ${Math.round(ms).toString().padStart(7)} ms  ${entry}`);
	}
}

const [busy, idle] = [reading.busyMs, reading.idleMs].map((ms) => (ms / 1000).toFixed(1));
print(
	`14,368 homes into the ${database.name} database: ${busy} s busy, ${idle} s idle (the profiler itself costs some)`,
);
section('Own time by package or file', reading.selfByOwner);
section('By our nearest file, with the libraries it calls', reading.byOurNearestFile);
section('Own time by function', reading.selfByFunction);
section('Time by function with all it calls', reading.inclusiveByFunction);
print(`\n${file}`);
