import { municipalities } from '../../config/municipalities.ts';
import type { Database } from '../database/open.ts';
import { Ledger } from '../ledger/ledger.ts';
import { countByType } from '../property/counts.ts';
import type { Stored } from '../terminal/index.ts';

/** What is stored of each municipality, by code, and when it was last imported completely. */
export async function storedByMunicipality({ orm }: Database): Promise<ReadonlyMap<number, Stored>> {
	const counts = await countByType(orm.em.fork());
	const complete = await new Ledger(orm).lastComplete();
	return new Map(
		municipalities.map(({ code }) => {
			const byType = counts.get(code) ?? new Map<string, number>();
			const homes = [...byType.values()].reduce((sum, count) => sum + count, 0);
			return [code, { homes, byType, lastCompleteAt: complete.get(code)?.getTime() }];
		}),
	);
}
