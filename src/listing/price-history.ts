import type { EntityManager } from '@mikro-orm/core';
import type { TimelineEvent } from '../boligsiden/contract/timeline.ts';
import type { DriftedFields } from '../shared/drifted-fields.ts';
import type { SeenEvent } from './price-events.ts';

/** When and by which run something was noticed. */
export interface Noticing {
	readonly runId: string;
	readonly at: Date;
	readonly drifted: DriftedFields;
}

/** Of one home. */
interface OfHome {
	readonly propertyId: string;
	/** null where it was not stored before. */
	readonly previousCheckAt: Date | null;
}

export type SeenEvents = OfHome & { readonly events: readonly SeenEvent[] };
export type Timeline = OfHome & { readonly events: readonly TimelineEvent[] };

/** Keeps what was seen between imports. When it happened is not known better than when it was noticed. */
export async function keepSeen(em: EntityManager, homes: readonly SeenEvents[], noticing: Noticing): Promise<void> {
	const at = noticing.at.toISOString();
	const rows = homes.flatMap(({ events, ...home }) =>
		events.map(({ listingId, type, price, priceBefore }) => ({
			...rowOf(home, { at, type, price, aux: null }, `import ${at} ${listingId} ${type} ${price}`),
			...{ listing_id: listingId, price_before: priceBefore, source: 'import' },
		})),
	);
	if (rows.length === 0) return;
	await insert(em, rows, noticing);
	await replaceSeen(
		em,
		homes.map(({ propertyId }) => propertyId),
	);
}

/** Keeps what the API tells; an event that was told before is there already, and one that was seen between imports becomes what is told. */
export async function keepTimelines(em: EntityManager, homes: readonly Timeline[], noticing: Noticing): Promise<void> {
	if (homes.length === 0) return;
	const rows = homes.flatMap(({ events, ...home }) => {
		const identities = identitiesOf(events);
		return events.map((event, index) => ({
			...rowOf(home, event, identities[index] ?? ''),
			...{ listing_id: null, price_before: priceBefore(event), source: 'timeline' },
		}));
	});
	await insert(em, rows, noticing);
	await replaceSeen(
		em,
		homes.map(({ propertyId }) => propertyId),
	);
}

/**
 * By the second, type and price: the API does not always write the fraction. Where those are the same and the rest is not, by their order
 * as well.
 */
function identitiesOf(events: readonly TimelineEvent[]): string[] {
	const alike = new Map<string, string[]>();
	return events.map(({ at, type, price, aux }) => {
		const identity = `timeline ${at.slice(0, 19)}Z ${type} ${price}`;
		const content = JSON.stringify([at, aux]);
		const told = alike.get(identity) ?? [];
		if (!told.includes(content)) alike.set(identity, [...told, content]);
		const place = told.indexOf(content);
		const earlier = place === -1 ? told.length : place;
		return earlier === 0 ? identity : `${identity} ${earlier + 1}`;
	});
}

function rowOf({ propertyId, previousCheckAt }: OfHome, { at, type, price, aux }: TimelineEvent, identity: string) {
	const previous = previousCheckAt?.toISOString() ?? null;
	return { property_id: propertyId, type, price, at, identity, previous_check_at: previous, aux };
}

function priceBefore({ type, price, aux }: TimelineEvent): number | null {
	const difference = aux?.difference;
	return type === 'price_change' && price !== null && Number.isSafeInteger(difference)
		? price - Number(difference)
		: null;
}

async function insert(em: EntityManager, rows: readonly object[], { runId, at }: Noticing): Promise<void> {
	if (rows.length === 0) return;
	await execute(
		em,
		`insert into price_event (property_id, listing_id, type, price, price_before, at, source, identity, previous_check_at, aux,
		                          run_id, noticed_at)
		 select e.*, ?, ?::timestamptz
		   from jsonb_to_recordset(?::jsonb) as e(property_id uuid, listing_id uuid, type text, price bigint, price_before bigint,
		        at timestamptz, source text, identity text, previous_check_at timestamptz, aux jsonb)
		     on conflict (property_id, identity) do nothing`,
		[runId, at.toISOString(), JSON.stringify(rows)],
	);
}

/**
 * Whether timeline event `t` is what was seen as `s`: of the same type (a listing that was seen to be named no more may be told as sold),
 * for a change of price at the same price (a home that was put up and cut since was seen at another than it was put up at). And it happened
 * between the two looks, give or take what the record may lag behind (some days of a cache) and the API's clock may run ahead; or
 * it is told for the first time, of a home whose past was known, or as the newest there is.
 */
const isTheSame = `t.property_id = s.property_id and t.source = 'timeline'
	and (t.type = s.type or s.type = 'closed' and t.type = 'sold')
	and (t.type <> 'price_change' or t.price is not distinct from s.price)
	and (t.noticed_at >= s.previous_check_at
	       and t.at > s.previous_check_at - interval '2 days' and t.at <= s.noticed_at + interval '1 hour'
	     or t.noticed_at >= s.noticed_at
	       and (exists (select 1 from price_event k
	                     where k.property_id = t.property_id and k.source = 'timeline' and k.noticed_at < s.noticed_at)
	            or t.price is not distinct from s.price
	              and not exists (select 1 from price_event l
	                               where l.property_id = t.property_id and l.source = 'timeline' and l.type <> 'built' and l.at > t.at)))`;

/** Of two that are one, the event that the timeline tells stays; and by what it was noticed first, where that was news. */
function replaceSeen(em: EntityManager, propertyIds: readonly string[]): Promise<unknown> {
	return execute(
		em,
		`with told as (
		   select distinct on (s.id) s.id as seen, t.id
		     from price_event s join price_event t on ${isTheSame}
		    where s.property_id in (${propertyIds.map(() => '?').join(', ')}) and s.source = 'import'
		    order by s.id, t.type = s.type desc, t.at desc, t.id),
		 seen as (
		   delete from price_event s using told where s.id = told.seen
		   returning told.id, s.listing_id, s.price_before, s.previous_check_at, s.run_id, s.noticed_at)
		 update price_event e
		    set listing_id = seen.listing_id, price_before = coalesce(e.price_before, seen.price_before),
		        previous_check_at = case when e.at > e.previous_check_at then e.previous_check_at else seen.previous_check_at end,
		        run_id = case when e.at > e.previous_check_at and e.noticed_at < seen.noticed_at then e.run_id else seen.run_id end,
		        noticed_at = case when e.at > e.previous_check_at then least(e.noticed_at, seen.noticed_at) else seen.noticed_at end
		   from seen where e.id = seen.id`,
		[...propertyIds],
	);
}

function execute(em: EntityManager, sql: string, values: unknown[]): Promise<unknown> {
	return em.getConnection().execute(sql, values, 'run', em.getTransactionContext());
}
