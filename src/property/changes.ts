import type { EntityManager } from '@mikro-orm/core';
import { homeLabel } from '../shared/home-label.ts';
import type { NoticedChange, RunChanges } from '../shared/noticed-change.ts';
import { searchIsTrusted } from './search-trust.ts';

export interface ChangeFilter {
	readonly since: Date;
	readonly municipalityCodes?: readonly number[] | undefined;
	readonly addressTypes?: readonly string[] | undefined;
}

/** An event of the API's timeline is news when it was seen as well, or happened since the home was last checked; those before are its past. */
const isNews = `e.previous_check_at is not null and (e.source = 'import' or e.listing_id is not null or e.at > e.previous_check_at
	or e.at = date_trunc('day', e.at, 'UTC') and e.at + interval '1 day' > e.previous_check_at)`;

/** What a search record has changed shows only once that record is known to be good; that a home is gone, and its listings with it, is no such thing. */
const isProven = `(p.search_run is null or p.search_run <> n.run_id or n.field = 'gone_at' or n.noticed_at = p.gone_at
	or ${searchIsTrusted})`;

/** Each with its home's id: kind, noticed_at, at, field, from, to, run_id. @param since SQL */
const noticedSince = (since: string): string => `
	select 'field' as kind, c.property_id, c.noticed_at, null::timestamptz as at, c.field, c.from_value as "from",
	       c.to_value as "to", c.run_id
	  from property_change c where c.noticed_at >= ${since}
	union all
	select 'price', e.property_id, e.noticed_at, e.at, e.type, to_jsonb(e.price_before), to_jsonb(e.price), e.run_id
	  from price_event e where e.noticed_at >= ${since} and ${isNews}
	union all
	select 'sale', r.property_id, r.noticed_at, r.date::timestamp at time zone 'UTC', coalesce(r.type, 'sale'), null,
	       to_jsonb(r.amount), r.noticed_run
	  from registration r where r.noticed_at >= ${since}`;

const noticed = noticedSince('?::timestamptz');

/** The columns of a row that is told one by one. */
const told = `n.*, m.name as municipality, p.municipality_code, p.address_type, p.road_name, p.house_number, p.floor, p.door,
	p.zip_code`;

const ofHomes = `join property p on p.id = n.property_id join municipality m on m.code = p.municipality_code`;

/** SQL for what was noticed since then, oldest first, the changes of a home together; each a line of JSON, for `changeOf`. */
export function changesQuery(filter: ChangeFilter): { readonly sql: string; readonly values: readonly unknown[] } {
	const { municipalityCodes, addressTypes } = filter;
	const since = filter.since.toISOString();
	const lists: [column: string, values: readonly unknown[] | undefined][] = [
		['p.municipality_code', municipalityCodes],
		['p.address_type', addressTypes],
	];
	const given = lists.flatMap(([column, values = []]) => (values.length === 0 ? [] : [{ column, values }]));
	const only = given.map(({ column, values }) => ` and ${column} in (${values.map(() => '?').join(', ')})`).join('');
	const sql = `select row_to_json(c)::text as line from (
		select ${told} from (${noticed}) n ${ofHomes}
		 where ${isProven}${only}
		 order by min(n.noticed_at) over (partition by n.property_id), n.property_id, n.noticed_at, n.at, n.kind, n.field) c`;
	return { sql, values: [since, since, since, ...given.flatMap(({ values }) => values)] };
}

/** Of each kind so many of a run are told one by one; all are counted. */
const firstOfKind = 50;

/** When a run began. */
const runStart = '(select started_at from import_run where id = ?)';

/** SQL: what a run noticed, home by home; its id is asked for as often as `ofRunAsks` says. */
const ofRun = `from (${noticedSince(runStart)}) n ${ofHomes} where ${isProven} and n.run_id = ?`;
const ofRunAsks = 4;

/** SQL with one run's id in it: the homes that it noticed something about. @param id SQL */
export function changedHomes(id: string): string {
	return `select n.property_id as id ${ofRun.replaceAll('?', id)}`;
}

/** What a run noticed, counted, with the first of it. */
export async function runChanges(em: EntityManager, runId: string): Promise<RunChanges> {
	const select = <Found>(sql: string, ...more: unknown[]): Promise<Found[]> =>
		em.getConnection().execute<Found[]>(sql, [...Array(ofRunAsks).fill(runId), ...more]);
	const counts = await select<{ kind: NoticedChange['kind']; what: string; count: number }>(
		`select n.kind, regexp_replace(n.field, '\\[[^]]*\\]', '[]', 'g') as what, count(*)::int as count ${ofRun}
		  group by 1, 2 order by 3 desc, 2`,
	);
	const first = await select<ChangeRow>(
		`select * from (
		   select ${told}, row_number() over (partition by n.kind order by n.noticed_at, n.property_id, n.field, n.at) as place
		   ${ofRun}) ranked
		  where place <= ? order by place`,
		firstOfKind,
	);
	const ofKind = (kind: NoticedChange['kind']) => ({
		counts: counts.filter((each) => each.kind === kind).map(({ what, count }) => ({ what, count })),
		first: first.filter((each) => each.kind === kind).map(changeOf),
	});
	return { field: ofKind('field'), price: ofKind('price'), sale: ofKind('sale') };
}

/** How many changes a run noticed. */
export async function countNoticed(em: EntityManager, runId: string): Promise<number> {
	const [row]: { count: number }[] = await em
		.getConnection()
		.execute(`select count(*)::int as count ${ofRun}`, Array(ofRunAsks).fill(runId));
	return row?.count ?? 0;
}

/** A change as the database gives it. */
export interface ChangeRow {
	readonly kind: NoticedChange['kind'];
	readonly property_id: string;
	readonly noticed_at: Date | string;
	readonly at: Date | string | null;
	readonly field: string;
	readonly from: unknown;
	readonly to: unknown;
	readonly run_id: string | null;
	readonly municipality: string | null;
	readonly municipality_code: number;
	readonly address_type: string | null;
	readonly road_name: string | null;
	readonly house_number: string | null;
	readonly floor: string | null;
	readonly door: string | null;
	readonly zip_code: number;
}

export function changeOf(row: ChangeRow): NoticedChange {
	const { road_name: roadName, house_number: houseNumber, floor, door, zip_code: zipCode } = row;
	return {
		kind: row.kind,
		noticedAt: new Date(row.noticed_at),
		at: row.at === null ? null : new Date(row.at),
		propertyId: row.property_id,
		home: homeLabel({ roadName, houseNumber, floor, door, zipCode }, row.property_id),
		municipality: row.municipality ?? String(row.municipality_code),
		addressType: row.address_type,
		what: row.field,
		from: row.from ?? null,
		to: row.to ?? null,
		runId: row.run_id,
	};
}
