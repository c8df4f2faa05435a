import { municipalities } from '../../config/municipalities.ts';
import { hasTable } from '../database/home-size.ts';
import { countKept } from '../database/kept-homes.ts';
import type { Database } from '../database/open.ts';
import type { StoredFigures } from '../import/plan.ts';
import { lookOf, type Refresh } from '../import/refresh.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { Stored } from '../terminal/index.ts';
import { ofEveryType } from './stored-homes.ts';

/** What an import would skip and look at again of each municipality, by code, and when it was last imported completely; in tables that may be missing. */
export async function storedByMunicipality({ orm }: Database, refresh: Refresh): Promise<ReadonlyMap<number, Stored>> {
	const em = orm.em.fork();
	const counts = (await hasTable(em, 'property'))
		? await countKept(em, lookOf(refresh, Date.now(), []))
		: new Map<number, Map<string, StoredFigures>>();
	const complete = (await hasTable(em, 'import_partition'))
		? await new Ledger(orm).lastComplete()
		: new Map<number, Date>();
	return new Map(
		municipalities.map(({ code }) => {
			const byType = counts.get(code) ?? new Map<string, StoredFigures>();
			return [code, { ...ofEveryType(byType), byType, lastCompleteAt: complete.get(code)?.getTime() }];
		}),
	);
}
