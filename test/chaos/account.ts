import type { ChaosDatabase } from './databases.ts';

/** What the runs together say they did. */
export interface Account {
	readonly homes: number;
	/** Homes that the runs say to have stored, killed ones included. */
	readonly stored: number;
	readonly failures: number;
}

export async function accountOf(database: ChaosDatabase): Promise<Account> {
	const [account] = await database.query<Account>(
		`select (select count(*)::int from property) as homes,
		        (select coalesce(sum(stored), 0)::int from import_partition) as stored,
		        (select count(*)::int from import_failure) as failures`,
	);
	if (account === undefined) throw new Error('a select without from gives one row');
	return account;
}

/**
 * Whether the account is right: it is kept in the transactions that store the homes, so each home is in it once, whenever a run was
 * killed, and though a server that crashes has stored a batch without having said so. Importers side by side both store what they
 * fetched at the same time.
 */
export function isRight({ homes, stored, failures }: Account, alone: boolean): boolean {
	return failures === 0 && (alone ? stored === homes : stored >= homes);
}
