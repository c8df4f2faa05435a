import { tableNames } from '../../database/exported.ts';
import { knownMigrations, pendingMigrations } from '../../database/known-migrations.ts';
import { oldestServer } from '../../database/open.ts';
import { readServerFacts, type ServerFacts, wantedConnections } from '../../database/server-facts.ts';
import { type DatabaseTarget, describeTarget } from '../../database/target.ts';
import { UserError } from '../../shared/errors.ts';
import { formatBytes, formatCount } from '../../shared/format.ts';
import { type Check, checking, mostSkewMs, skewWords } from './check.ts';

const check = checking('database');

export async function serverChecks(target: DatabaseTarget): Promise<Check[]> {
	try {
		const facts = await readServerFacts(target, tableNames);
		const reached = check('Database', 'answers', `${describeTarget(target)}, ${formatBytes(facts.size)}`);
		return [
			reached,
			...[versionCheck, encodingCheck, modeCheck].map((each) => each(facts)),
			rightsCheck(facts),
			...temporaryCheck(facts),
			migrationCheck(facts),
			connectionCheck(facts),
			clockCheck(facts),
		];
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return [check('Database', 'answers', error.message, ['failure', error.hint ?? 'See the message of the server.'])];
	}
}

function versionCheck({ version, versionNumber }: ServerFacts): Check {
	const least = Math.floor(oldestServer / 10_000);
	const mend = 'Use a newer server, or leave out --database to use the embedded one.';
	return check(
		'Server version',
		`PostgreSQL ${least} or later`,
		version,
		versionNumber < oldestServer ? ['failure', mend] : undefined,
	);
}

function encodingCheck({ encoding }: ServerFacts): Check {
	const mend = `Create the database anew: createdb --encoding UTF8 --template template0.`;
	return check('Encoding', 'UTF8', encoding, encoding === 'UTF8' ? undefined : ['failure', mend]);
}

function modeCheck({ standby, readOnly }: ServerFacts): Check {
	const expected = 'a primary that lets itself be written';
	if (standby) return check('Mode', expected, 'a standby', ['failure', 'Name the primary server in --database.']);
	const mend = 'Switch default_transaction_read_only off for the login, the database or the server.';
	return check('Mode', expected, readOnly ? 'read-only' : 'a primary', readOnly ? ['failure', mend] : undefined);
}

/** Tables are made where none are, altered where a migration is pending, and written always. */
function rightsCheck(facts: ServerFacts): Check {
	const { tables, mayCreate, notWritable, notOwned } = facts;
	const expected = 'to make tables, and to write ours';
	const pending = pendingOf(facts).length > 0;
	if (notWritable.length > 0) {
		const mend = `Grant select, insert, update and delete on them to the login: ${notWritable.join(', ')}.`;
		return check('Rights', expected, `${notWritable.length} of ${tables.length} tables cannot be written`, [
			'failure',
			mend,
		]);
	}
	if (pending && !mayCreate) {
		return check('Rights', expected, 'no right to make tables', [
			'failure',
			'Grant create on schema public to the login; it makes the tables at the first start.',
		]);
	}
	if (pending && notOwned.length > 0) {
		const mend = 'Start once with the login that made the tables, which are to be altered.';
		return check('Rights', expected, 'the tables belong to another login', ['failure', mend]);
	}
	const made = tables.length === 0 ? 'tables can be made' : `${tables.length} tables, all of them writable`;
	return check('Rights', expected, made);
}

/** Nothing needs it today: a login without it is told, and no more. */
function temporaryCheck({ mayMakeTemporary }: ServerFacts): Check[] {
	if (mayMakeTemporary) return [];
	return [
		check('Temporary tables', 'allowed', 'not allowed', ['warning', 'Grant temporary on the database to the login.']),
	];
}

function pendingOf({ migrations = [] }: ServerFacts): string[] {
	return pendingMigrations(migrations);
}

function migrationCheck(facts: ServerFacts): Check {
	const expected = 'those of this version';
	const known = knownMigrations();
	const { migrations = [], inPlace } = facts;
	if (inPlace.length > 0 && !migrations.some((name) => known.includes(name))) {
		const is = `somebody else’s: ${inPlace.join(', ')} ${inPlace.length === 1 ? 'is' : 'are'} there, and ${inPlace.length === 1 ? 'was' : 'were'} not made by bolig-import`;
		return check('Tables', expected, is, [
			'failure',
			'Name another database in --database, or put another schema first in its search_path: the import would stop at them.',
		]);
	}
	const later = migrations.filter((name) => !known.includes(name));
	if (later.length > 0) {
		return check('Tables', expected, `of a later version (${later.join(', ')})`, [
			'failure',
			'Use the version of bolig-import that made them, or a newer one.',
		]);
	}
	if (facts.migrations === undefined) return check('Tables', expected, 'none yet, an import makes them');
	const pending = pendingOf(facts);
	const is = pending.length === 0 ? 'up to date' : `${pending.length} of ${known.length} migrations pending`;
	return check(
		'Tables',
		expected,
		is,
		pending.length === 0
			? undefined
			: ['warning', 'The next import brings them up to date by itself; make a backup first if you want one.'],
	);
}

function connectionCheck({ freeConnections, maxConnections }: ServerFacts): Check {
	const expected = `${wantedConnections} free, however many workers there are`;
	const is = `${formatCount(Math.max(0, freeConnections))} free of ${formatCount(maxConnections)}`;
	const mend = 'Close some, or raise max_connections or the limit of this login.';
	return check('Connections', expected, is, freeConnections < wantedConnections ? ['warning', mend] : undefined);
}

function clockCheck({ clockAheadMs }: ServerFacts): Check {
	const mend = 'Set the clocks of this machine and of the server by NTP.';
	return check(
		'Server clock',
		`within ${mostSkewMs / 1000} s of ours`,
		skewWords(clockAheadMs),
		Math.abs(clockAheadMs) > mostSkewMs ? ['warning', mend] : undefined,
	);
}
