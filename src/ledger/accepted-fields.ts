import type { EntityManager } from '@mikro-orm/core';
import { type AcceptedField, type Among, everyType } from '../shared/drifted-fields.ts';

/** A field and a group of homes, since a run that accepted the field's loss. */
interface Row {
	readonly path: string;
	readonly municipalityCode: number;
	readonly type: string;
	/** Whether records of such homes had it before, or were found to have lost it then. */
	readonly had: boolean;
	/** The first complete run from then on in whose records of such homes it was lost; null where there was none. */
	readonly lostAt: string | Date | null;
	/** The first one whose records had it. */
	readonly keptAt: string | Date | null;
}

/**
 * Fields that records of complete runs lacked once, as was accepted, and by group of homes since when they have them again. A group has
 * lost a field where the first run that looked into its records since then found it in none of them, though they had it before; or where
 * it was found to be lost in them, as it may be half-way through.
 */
export async function acceptedFields(em: EntityManager): Promise<AcceptedField[]> {
	if (!(await anyAccepted(em))) return [];
	const rows = await sinceAccepted(em);
	return [...Map.groupBy(rows, ({ path }) => path)].map(([path, ofPath]) => ({
		path,
		among: [...Map.groupBy(ofPath, ({ municipalityCode, type }) => `${municipalityCode} ${type}`).values()].map(
			amongOf,
		),
	}));
}

/** @param rows of one field and group, the newest acceptance first. */
function amongOf(rows: readonly Row[]): Among {
	const [{ municipalityCode, type, keptAt: keptLast }] = rows as readonly [Row];
	const lost = rows.find(isLost);
	const keptAt = lost?.keptAt;
	const lostUntil = keptAt == null ? keptAt : new Date(keptAt);
	return { municipalityCode, type, lostUntil, hasIt: keptLast !== null };
}

function isLost({ had, lostAt, keptAt }: Row): boolean {
	return had && lostAt !== null && (keptAt === null || new Date(lostAt) < new Date(keptAt));
}

/** Seldom, and the question that follows looks into every census there is. */
async function anyAccepted(em: EntityManager): Promise<boolean> {
	const [found]: { accepted: boolean }[] = await em.getConnection().execute(
		`select exists (
		   select from import_run where status = 'completed' and jsonb_array_length(census->'accepted') > 0) as accepted`,
	);
	return found?.accepted === true;
}

/** Of homes whose type is not known (`everyType`), only the type itself was counted. */
async function sinceAccepted(em: EntityManager): Promise<readonly Row[]> {
	return em.getConnection().execute(
		`with complete as (select id, started_at, census from import_run where status = 'completed'),
		 accepted as (
		   select id, started_at as at, census, path
		     from complete, jsonb_array_elements_text(census->'accepted') path),
		 counted as materialized (
		   select run.id, run.started_at, part.municipality_code, each.key as name, each.value->>'type' as type, path,
		          each.value->'fields'->path is not null as has
		     from complete run
		    cross join lateral (
		      select * from jsonb_each(run.census->'details') union all select * from jsonb_each(run.census->'pages')
		       union all select * from jsonb_each(run.census->'listings')) each
		     join import_partition part on part.run_id = run.id
		      and (each.key = part.name
		           or part.address_type is null and each.key = part.name || ' · ' || (each.value->>'type'))
		    cross join (select distinct path from accepted) field
		    where each.value->>'type' <> ? or path = 'addressType'),
		 seen as (
		   select path, at, municipality_code, type, started_at, bool_or(has) as has,
		          bool_or(counted.id = accepted.id and accepted.census->'lostIn'->path @> to_jsonb(name)) is true as is_told
		     from accepted join counted using (path)
		    group by path, at, municipality_code, type, started_at)
		 select path, municipality_code as "municipalityCode", type,
		        bool_or(is_told or started_at < at and has) as had,
		        min(started_at) filter (where started_at >= at and (is_told or not has)) as "lostAt",
		        min(started_at) filter (where started_at >= at and has and not is_told) as "keptAt"
		   from seen
		  group by path, at, municipality_code, type
		  order by at desc`,
		[everyType],
	);
}
