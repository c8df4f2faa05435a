import type { EntityManager } from '@mikro-orm/core';
import { changedHomes } from '../property/changes.ts';
import type { HomeMap, MapBounds, MapCell, MapKind, MapLabel } from './run-record.ts';

/** Cells across the longer side: a map of a few thousand dots at most, however many homes there are. */
const cellsAcross = 128;
/** Of a grid whose rows are offset by half a cell, so that neighbours are as far from each other in every direction. */
const rowHeight = Math.sqrt(3) / 2;

/**
 * Homes of the run's partitions, and what this run did with each. Fetched or checked while it ran is its own; a home that a later run has
 * looked at again is, by then, one of the others, unless something of it is known to have changed.
 */
const homes = `with run as (
	select r.id, r.started_at,
	       coalesce(r.finished_at, (select min(n.started_at) from import_run n where n.started_at > r.started_at), now()) as ended_at
	  from import_run r where r.id = ?
), failed as (
	select distinct address_id as id from import_failure f join run on f.run_id = run.id
	 where address_id is not null and (f.solved_at is null or f.solved_at > run.ended_at)
), changed as (
	select distinct id from (${changedHomes('(select id from run)')}) noticed
), home as (
	select h.coordinates_lon as lon, h.coordinates_lat as lat, h.municipality_code,
	       case when h.id in (select id from failed) then 'failed'
	            when h.id in (select id from changed) then 'updated'
	            when h.fetched_at between run.started_at and run.ended_at
	              then case when h.stored_at < run.started_at then 'updated' else 'imported' end
	            when h.checked_at between run.started_at and run.ended_at then 'unchanged'
	            else 'before' end as kind
	  from property h cross join run
	 where h.gone_at is null and exists (
	   select from import_partition p where p.run_id = run.id and p.municipality_code = h.municipality_code
	      and (p.address_type is null or p.address_type = h.address_type))
	union all
	select place.lon, place.lat, null, 'failed'
	  from import_failure f join run on f.run_id = run.id
	  left join lateral (
	    select case when jsonb_typeof(f.payload #> '{coordinates,lon}') = 'number' then (f.payload #>> '{coordinates,lon}')::float end as lon,
	           case when jsonb_typeof(f.payload #> '{coordinates,lat}') = 'number' then (f.payload #>> '{coordinates,lat}')::float end as lat
	  ) place on true
	 where not exists (select from property h where h.id = f.address_id)
), placed as (
	select * from home where lon between 7 and 16 and lat between 54 and 58.5
)`;

/** Where the homes of a run are, counted in the database. Coordinates outside Denmark are as good as none. */
export async function runMap(em: EntityManager, runId: string): Promise<HomeMap> {
	const select = <Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
		em.getConnection().execute<Row[]>(`${homes} ${sql}`, [runId, ...values]);
	const totals = await select<{ kind: MapKind | 'unplaced'; count: number }>(
		`select kind, count(*)::int as count from placed group by kind union all
		 select 'unplaced', (select count(*) from home)::int - (select count(*) from placed)::int`,
	);
	const [box] = await select<Nullable<MapBounds>>(
		'select min(lon) as west, max(lon) as east, min(lat) as south, max(lat) as north from placed',
	);
	const none = { before: 0, unchanged: 0, imported: 0, updated: 0, failed: 0, unplaced: 0 };
	const counted = { ...none, ...Object.fromEntries(totals.map(({ kind, count }) => [kind, count])) };
	const bounds = boundsOf(box);
	if (bounds === null) {
		return { bounds, cell: { lon: 0, lat: 0 }, columns: 0, rows: 0, cells: [], municipalities: [], totals: counted };
	}
	const grid = gridOf(bounds);
	const { west, north } = bounds;
	const cells = await select<MapCell>(
		`select kind, "row", floor((lon - ?::float) / ?::float - ("row" % 2) * 0.5)::int as "column", count(*)::int as count
		   from (select kind, lon, floor((?::float - lat) / ?::float)::int as "row" from placed) rows
		  group by 1, 2, 3 order by 2, 3, 1`,
		[west, grid.cell.lon, north, grid.cell.lat],
	);
	const municipalities = await select<MapLabel>(
		`select coalesce(m.name, m.code::text) as name, count(*)::int as homes, avg(lon) as lon, avg(lat) as lat
		   from placed join municipality m on m.code = placed.municipality_code group by m.code, m.name order by 2 desc, 1`,
	);
	return { bounds, ...grid, cells, municipalities, totals: counted };
}

type Nullable<Shape> = { readonly [Name in keyof Shape]: Shape[Name] | null };

function boundsOf(box: Nullable<MapBounds> | undefined): MapBounds | null {
	if (box === undefined) return null;
	const { west, east, south, north } = box;
	return west === null || east === null || south === null || north === null ? null : { west, east, south, north };
}

/** Cells as wide as they are high on the ground: a degree of longitude is shorter than one of latitude by the cosine of the latitude. */
function gridOf({ west, east, south, north }: MapBounds): Pick<HomeMap, 'cell' | 'columns' | 'rows'> {
	const narrowing = Math.cos(((south + north) / 2) * (Math.PI / 180));
	const least = 0.0005;
	const width = Math.max((east - west) * narrowing, least);
	const height = Math.max(north - south, least);
	const size = Math.max(width, height) / cellsAcross;
	const cell = { lon: size / narrowing, lat: size * rowHeight };
	return { cell, columns: Math.ceil(width / size) + 1, rows: Math.ceil(height / cell.lat) + 1 };
}
