import { municipalities } from '../../config/municipalities.ts';
import { hasTable } from '../database/home-size.ts';
import type { Database } from '../database/open.ts';
import { Ledger } from '../ledger/ledger.ts';
import { countKept } from '../property/counts.ts';
import type { Stored } from '../terminal/index.ts';

/** What an import would skip of each municipality, by code, and when it was last imported completely; in tables that may be missing. */
export async function storedByMunicipality({ orm }: Database): Promise<ReadonlyMap<number, Stored>> {
	const em = orm.em.fork();
	const counts = (await hasTable(em, 'property')) ? await countKept(em) : new Map<number, Map<string, number>>();
	const complete = (await hasTable(em, 'import_partition'))
		? await new Ledger(orm).lastComplete()
		: new Map<number, Date>();
	return new Map(
		municipalities.map(({ code }) => {
			const byType = counts.get(code) ?? new Map<string, number>();
			const homes = [...byType.values()].reduce((sum, count) => sum + count, 0);
			return [code, { homes, byType, lastCompleteAt: complete.get(code)?.getTime() }];
		}),
	);
}
