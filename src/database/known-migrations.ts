import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The steps by which this version brings the tables up to date, in order, by name. */
export function knownMigrations(): string[] {
	const folder = fileURLToPath(new URL('./migrations', import.meta.url));
	const names = readdirSync(folder).flatMap((file) => /^(Migration\d+)\.[jt]s$/.exec(file)?.[1] ?? []);
	return [...new Set(names)].sort();
}
