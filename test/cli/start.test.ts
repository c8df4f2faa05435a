import { access, constants, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { program } from '../support/shipped.ts';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

test('npm start and npm run demo give Node the same flags as the installed command does', async () => {
	const [first = ''] = (await read('src/main.ts')).split('\n', 1);
	const flags = /^#!\/usr\/bin\/env -S node( .+)$/.exec(first)?.[1];
	expect(flags).toMatch(/--max-/);
	const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
	for (const name of ['start', 'demo']) expect(scripts[name]).toContain(`node${flags} dist/main.js`);
});

test('what is built can be run by its name, as npm links to it', async () => {
	await access(program, constants.X_OK);
});
