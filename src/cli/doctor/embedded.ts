import { type FolderFacts, readFolderFacts } from '../../database/folder-facts.ts';
import { freeMb, leastFreeMb } from '../../database/free-space.ts';
import { type Check, checking } from './check.ts';

const check = checking('database');

/** Only looked at from outside: PostgreSQL writes in its folder by being opened, so what is in its tables is not told. */
export async function embeddedChecks(folder: string): Promise<Check[]> {
	const facts = readFolderFacts(folder);
	return [
		folderCheck(folder, facts),
		...holderCheck(facts),
		...(await roomCheck(folder, facts)),
		...migrationCheck(facts),
	];
}

const states: Readonly<Record<FolderFacts['state'], (version: string | undefined) => string>> = {
	absent: () => 'none yet, an import makes it',
	empty: () => 'an empty folder, an import makes the database',
	made: (version) => `a database, PostgreSQL ${version ?? 'of unknown version'}`,
	unfinished: () => 'one whose making was cut short; the next import makes it anew, nothing was stored in it',
	strange: () => 'a folder that holds other files',
};

function folderCheck(folder: string, { state, version, writable }: FolderFacts): Check {
	const is = `${folder}: ${states[state](version)}`;
	const expected = 'a folder of its own that can be written';
	if (state === 'strange')
		return check('Embedded database', expected, is, ['failure', 'Choose an empty folder with --data-dir.']);
	if (!writable) {
		return check('Embedded database', expected, `${is}, and it cannot be written`, [
			'failure',
			'Mend its rights, or choose another folder with --data-dir.',
		]);
	}
	return check('Embedded database', expected, is);
}

function holderCheck({ heldBy, state }: FolderFacts): Check[] {
	if (state === 'absent' || state === 'strange') return [];
	const expected = 'no other process has it open';
	if (heldBy === undefined) return [check('Lock', expected, 'free')];
	const by = heldBy === '' ? 'another process' : `process ${heldBy}`;
	const mend = 'Wait for it to end, or use a PostgreSQL server, which many may share.';
	return [check('Lock', expected, `held by ${by}`, ['warning', mend])];
}

/** Below this it does not open. */
async function roomCheck(folder: string, { state }: FolderFacts): Promise<Check[]> {
	const free = await freeMb(folder);
	if (state === 'strange' || free >= leastFreeMb) return [];
	const mend = 'Make room, or choose a folder on another disk with --data-dir.';
	return [check('Room', `${leastFreeMb} MB, without which it does not open`, `${free} MB`, ['failure', mend])];
}

function migrationCheck({ state }: FolderFacts): Check[] {
	if (state !== 'made') return [];
	return [
		check(
			'Tables',
			'of this version, or older: an import brings them up to date',
			'not looked at, since to open the database would write in it',
			['unknown', 'bolig-import status opens it, and says so where they are of an older version.'],
		),
	];
}
