import { BoligsidenClient } from '../boligsiden/client.ts';
import { BoligsidenSource } from '../boligsiden/source.ts';
import type { Database } from '../database/open.ts';
import type { DatabaseTarget } from '../database/target.ts';
import { isMade } from '../database/unfinished.ts';
import { RateLimiter } from '../import/rate-limiter.ts';
import { startSandboxThread } from '../sandbox/thread.ts';
import { systemClock } from '../shared/clock.ts';
import type { CommandContext } from './context.ts';
import { isHeadless } from './display.ts';
import { chosenApiUrl, paceSettings } from './import-settings.ts';
import { sandboxOptions } from './sandbox-options.ts';
import { shownTarget } from './shown-target.ts';
import { defaultUserAgent } from './version.ts';

/** Where homes come from. */
export interface SourceEnd {
	readonly source: BoligsidenSource;
	/** Under the source, for what it does not tell. */
	readonly client: BoligsidenClient;
	readonly apiUrl: string;
	readonly limiter: RateLimiter;
}

/** Where they come from and go to. */
export interface Ends extends SourceEnd {
	readonly database: Database;
	readonly target: DatabaseTarget;
}

/** Gives the API that the settings name, which may be a sandbox of our own that ends with the use of it. */
export async function withSource<Result>(
	{ line }: CommandContext,
	use: (end: SourceEnd) => Promise<Result>,
): Promise<Result> {
	const sandbox = line.given.sandbox === true ? await startSandboxThread(sandboxOptions(line, 0)) : undefined;
	try {
		const apiUrl = sandbox?.url ?? chosenApiUrl(line);
		const limiter = new RateLimiter(paceSettings(line, apiUrl).rate, systemClock);
		const client = new BoligsidenClient({
			baseUrl: apiUrl,
			userAgent: line.given.userAgent ?? defaultUserAgent,
			pace: (signal) => limiter.acquire(signal),
		});
		return await use({ source: new BoligsidenSource(client), client, apiUrl, limiter });
	} finally {
		await sandbox?.close();
	}
}

/** Opens the database, and closes it after use. */
export async function withDatabase<Result>(
	context: CommandContext,
	target: DatabaseTarget,
	use: (database: Database) => Promise<Result>,
): Promise<Result> {
	tellOpening(context, target);
	return openAndUse(context, target, use);
}

/** The same without a word, where something else is on the screen. */
export async function openAndUse<Result>(
	context: CommandContext,
	target: DatabaseTarget,
	use: (database: Database) => Promise<Result>,
): Promise<Result> {
	// MikroORM takes a quarter of a second to load: only when a database is wanted.
	const { openDatabase } = await import('../database/open.ts');
	return closingAfter(await openDatabase(target, queryLog(context)), target, use);
}

/** Opens the database as it is, neither making nor altering a table, and closes it after use; undefined where there is none yet. */
export async function withDatabaseAsIs<Result>(
	context: CommandContext,
	target: DatabaseTarget,
	use: (database: Database) => Promise<Result>,
): Promise<Result | undefined> {
	tellOpening(context, target);
	return openAsIsAndUse(context, target, use);
}

/**
 * The same for questions about what is stored, where the tables are those of this version: undefined where nothing was ever stored.
 * @throws UserError with 77 where the tables are of an older version.
 */
export async function withDatabaseToRead<Result>(
	context: CommandContext,
	target: DatabaseTarget,
	use: (database: Database) => Promise<Result>,
): Promise<Result | undefined> {
	if (target.kind === 'embedded' && !isMade(target.folder)) return undefined;
	return withDatabaseAsIs(context, target, async (database) => {
		const { hasCurrentTables } = await import('../database/open.ts');
		return (await hasCurrentTables(database, target)) ? use(database) : undefined;
	});
}

/** As `withDatabaseAsIs`, without a word. */
export async function openAsIsAndUse<Result>(
	context: CommandContext,
	target: DatabaseTarget,
	use: (database: Database) => Promise<Result>,
): Promise<Result | undefined> {
	const { openAsIs } = await import('../database/open.ts');
	const database = await openAsIs(target, queryLog(context));
	return database === undefined ? undefined : closingAfter(database, target, use);
}

function tellOpening(context: CommandContext, target: DatabaseTarget): void {
	const { err, terminal } = context;
	// The embedded database takes a second or two: nobody at a terminal should wonder meanwhile.
	const watched = terminal.stdout.isTTY && !isHeadless(context);
	if (target.kind === 'embedded' && watched) err(`opening ${shownTarget(target)} ...`);
}

function queryLog({ line, err }: CommandContext): ((message: string) => void) | undefined {
	return line.given.debug === true ? err : undefined;
}

async function closingAfter<Result>(
	database: Database,
	target: DatabaseTarget,
	use: (database: Database) => Promise<Result>,
): Promise<Result> {
	try {
		return await use(database);
	} catch (error) {
		const { asRefusal } = await import('../database/open.ts');
		throw asRefusal(target, error);
	} finally {
		await database.close();
	}
}
