import { z } from 'zod';
import type { TimelineEvent } from '../../import/ports.ts';
import { cleanse, TooDeepError } from './cleanse.ts';
import { type ContractProblem, describeIssues } from './read-address.ts';
import { amount, instant, list, shortText } from './scalars.ts';

export type { TimelineEvent };

/** `GET /addresses/{id}/timeline`: a bare list, newest first. */
const timelineSchema = list(
	z.looseObject({
		at: instant,
		/** open, closed, price_change, sold or built */
		type: shortText,
		price: amount.optional(),
		/** {difference, differencePercentage} of a change of price, {type} of a sale. */
		aux: z.looseObject({}).optional(),
	}),
);

export type ReadTimeline =
	| { readonly ok: true; readonly events: readonly TimelineEvent[] }
	| { readonly ok: false; readonly problems: readonly ContractProblem[] };

export function readTimeline(body: unknown): ReadTimeline {
	try {
		const clean = cleanse(body, []);
		const parsed = timelineSchema.safeParse(clean);
		if (!parsed.success) return { ok: false, problems: describeIssues(parsed.error, clean) };
		if (hasLostPrices(parsed.data))
			return {
				ok: false,
				problems: [{ path: '[].price', message: '[].price: no listing and no change of price has one' }],
			};
		return { ok: true, events: parsed.data.map(toEvent) };
	} catch (error) {
		if (error instanceof TooDeepError) return { ok: false, problems: [{ path: error.path, message: error.message }] };
		throw error;
	}
}

const priced: ReadonlySet<string> = new Set(['open', 'price_change']);

/** Each event may lack its price; that all do means that it has another name now, and the same events would be told as others. */
function hasLostPrices(events: z.infer<typeof timelineSchema>): boolean {
	const its = events.filter(({ type }) => priced.has(type));
	return its.length > 0 && its.every(({ price }) => price === undefined);
}

function toEvent({ at, type, price, aux }: z.infer<typeof timelineSchema>[number]): TimelineEvent {
	return { at: toMicrosecond(at), type, price: price ?? null, aux: aux ?? null };
}

/** The API writes 0 to 6 digits of a second's fraction, and the same moment is to be the same text: "2026-01-02T03:04:05.120000Z". */
function toMicrosecond(at: string): string {
	const [, fraction = ''] = /\.(\d+)/.exec(at) ?? [];
	return `${new Date(at).toISOString().slice(0, 19)}.${fraction.padEnd(6, '0').slice(0, 6)}Z`;
}
