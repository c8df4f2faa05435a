import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'rolldown';
import { bundle } from './bundle.ts';

/** A program that runs may still want a part of what was built before. */
const keptMs = 24 * 60 * 60 * 1000;

const { dir } = bundle.output;
const { output } = await build({ ...bundle, write: false });
await mkdir(dir, { recursive: true });
const entriesLast = output.toSorted(
	(a, b) => Number('isEntry' in a && a.isEntry) - Number('isEntry' in b && b.isEntry),
);
for (const file of entriesLast) await put(join(dir, file.fileName), file.type === 'chunk' ? file.code : file.source);
// The command that npm links to.
await chmod(join(dir, 'main.js'), 0o755);
const built = new Set(output.map(({ fileName }) => fileName));
for (const name of await readdir(dir)) {
	const file = join(dir, name);
	if (!built.has(name) && Date.now() - (await stat(file)).mtimeMs > keptMs) await rm(file, { recursive: true });
}

/** Whoever starts the program meanwhile reads the old file or the new one, and never half of it. */
async function put(file: string, content: string | Uint8Array): Promise<void> {
	const bytes = Buffer.from(content);
	const before = await readFile(file).catch(() => undefined);
	if (before?.equals(bytes) === true) return;
	const next = `${file}.${process.pid}.new`;
	await writeFile(next, bytes);
	await rename(next, file);
}
