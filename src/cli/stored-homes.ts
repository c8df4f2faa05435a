import type { EntityManager } from '@mikro-orm/core';
import { bytesPerHome, hasTable } from '../database/home-size.ts';
import { countKept } from '../database/kept-homes.ts';
import type { DatabaseTarget } from '../database/target.ts';
import type { StoredFigures } from '../import/plan.ts';
import type { HomeQuery } from '../import/ports.ts';
import { lookOf, type Refresh } from '../import/refresh.ts';
import { exitCode, UserError } from '../shared/errors.ts';
import type { CommandContext } from './context.ts';
import { withDatabaseAsIs } from './ends.ts';

/** What the database says of an import before it starts. */
export interface StoredHomes {
	/** Homes of a partition that an import would skip, and look at again. */
	readonly of: (query: HomeQuery) => StoredFigures;
	/** Measured; undefined where too few are stored. */
	readonly bytesPerHome: number | undefined;
}

const none: StoredFigures = { homes: 0, due: 0, dueForSale: 0 };

export const nothingStored: StoredHomes = { of: () => none, bytesPerHome: undefined };

/** @param refresh which of them an import that begins now looks at again. */
export async function storedHomes(em: EntityManager, refresh: Refresh): Promise<StoredHomes> {
	if (!(await hasTable(em, 'property'))) return nothingStored;
	const kept = await countKept(em, lookOf(refresh, Date.now(), []));
	return {
		of({ municipality, addressType }) {
			const byType = kept.get(municipality.code) ?? new Map<string, StoredFigures>();
			return addressType === undefined ? ofEveryType(byType) : (byType.get(addressType) ?? none);
		},
		bytesPerHome: await bytesPerHome(em),
	};
}

export function ofEveryType(byType: ReadonlyMap<string, StoredFigures>): StoredFigures {
	return [...byType.values()].reduce(
		(sum, { homes, due, dueForSale }) => ({
			...{ homes: sum.homes + homes, due: sum.due + due, dueForSale: sum.dueForSale + dueForSale },
		}),
		none,
	);
}

/** Looks without making or altering anything. @returns why it cannot, as a sentence, where the database is away or in use. */
export async function lookForStored(
	context: CommandContext,
	target: DatabaseTarget,
	refresh: Refresh,
): Promise<StoredHomes | string> {
	try {
		const stored = await withDatabaseAsIs(context, target, ({ orm }) => storedHomes(orm.em.fork(), refresh));
		return stored ?? nothingStored;
	} catch (error) {
		if (error instanceof UserError && error.exitCode === exitCode.databaseUnavailable) return error.message;
		throw error;
	}
}
