import type { EntityManager } from '@mikro-orm/core';
import { bytesPerHome, hasTable } from '../database/home-size.ts';
import type { DatabaseTarget } from '../database/target.ts';
import type { HomeQuery } from '../import/ports.ts';
import { countKept } from '../property/counts.ts';
import { exitCode, UserError } from '../shared/errors.ts';
import type { CommandContext } from './context.ts';
import { withDatabaseAsIs } from './ends.ts';

/** What the database says of an import before it starts. */
export interface StoredHomes {
	/** Homes of a partition that an import would skip. */
	readonly of: (query: HomeQuery) => number;
	/** Measured; undefined where too few are stored. */
	readonly bytesPerHome: number | undefined;
}

export const nothingStored: StoredHomes = { of: () => 0, bytesPerHome: undefined };

export async function storedHomes(em: EntityManager): Promise<StoredHomes> {
	if (!(await hasTable(em, 'property'))) return nothingStored;
	const kept = await countKept(em);
	return {
		of({ municipality, addressType }) {
			const byType = kept.get(municipality.code) ?? new Map<string, number>();
			if (addressType !== undefined) return byType.get(addressType) ?? 0;
			return [...byType.values()].reduce((sum, homes) => sum + homes, 0);
		},
		bytesPerHome: await bytesPerHome(em),
	};
}

/** Looks without making or altering anything. @returns why it cannot, as a sentence, where the database is away or in use. */
export async function lookForStored(context: CommandContext, target: DatabaseTarget): Promise<StoredHomes | string> {
	try {
		return (await withDatabaseAsIs(context, target, ({ orm }) => storedHomes(orm.em.fork()))) ?? nothingStored;
	} catch (error) {
		if (error instanceof UserError && error.exitCode === exitCode.databaseUnavailable) return error.message;
		throw error;
	}
}
