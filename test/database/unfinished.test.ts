import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { City } from '../../src/place/city.ts';
import { embeddedDatabase, type TestDatabase } from '../support/databases.ts';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
	database = await embeddedDatabase();
	if (database.target.kind === 'embedded') folder = database.target.folder;
});

afterEach(() => database.drop());

async function cities(): Promise<number> {
	const { orm, close } = await database.open();
	return orm.em.fork().count(City).finally(close);
}

/** As a process leaves it that is killed while PGlite writes its last files. */
async function cutShort(): Promise<void> {
	await rm(join(folder, 'postgresql.conf'));
	await writeFile(join(folder, 'unfinished'), '');
}

test('a finished database keeps what it holds; one whose making was cut short is made anew', async () => {
	const { orm, close } = await database.open();
	expect(existsSync(join(folder, 'unfinished'))).toBe(false);
	await orm.em.fork().insert(City, { slug: 'dragoer' });
	await close();
	expect(await cities()).toBe(1);

	await cutShort();
	expect(await cities()).toBe(0);
	expect(existsSync(join(folder, 'postgresql.conf'))).toBe(true);
	expect(existsSync(join(folder, 'unfinished'))).toBe(false);
});
