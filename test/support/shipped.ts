import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The bundled program, as people run it. `npm test` and `npm run bench` build it first. */
export const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** What Node is told when a person starts the program: the words after `node` in its first line. */
export function shippedFlags(): string[] {
	if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\` first`);
	const [first = ''] = readFileSync(program, 'utf8').split('\n', 1);
	return first.match(/--\S+/g) ?? [];
}
