import { buildingsOf } from './building-record.ts';
import { timeAgo } from './calendar.ts';
import { type Home, seedOf, type World } from './home.ts';
import { courseOf, listingCount } from './listing-record.ts';
import { Random } from './random.ts';
import { registrationsOf } from './registration-record.ts';

export interface TimelineEvent {
	/** ISO time with 0 to 6 digits of a second's fraction. */
	readonly at: string;
	readonly type: 'open' | 'closed' | 'price_change' | 'sold' | 'built';
	/** DKK. */
	readonly price?: number;
	readonly aux?: Readonly<Record<string, unknown>>;
}

/** What happened to a home, newest first: its sales, its construction, and its listings with their change of price. */
export function timelineOf(world: World, home: Home): readonly TimelineEvent[] {
	const random = new Random(seedOf(world, home.code, 8));
	const events: TimelineEvent[] = registrationsOf(world, home).map(({ date, amount, type }) => ({
		at: `${date}T00:00:00Z`,
		type: 'sold',
		price: amount,
		aux: { type },
	}));
	for (const building of buildingsOf(world, home)) {
		if (building.housingArea !== undefined) events.push({ at: `${building.yearBuilt}-01-01T00:00:00Z`, type: 'built' });
	}
	for (let ordinal = 0; ordinal < listingCount(world, home); ordinal++)
		events.push(...courseEvents(world, home, ordinal, random));
	return events.sort((left, right) => (left.at < right.at ? 1 : left.at > right.at ? -1 : 0));
}

function courseEvents(world: World, home: Home, ordinal: number, random: Random): TimelineEvent[] {
	const { days, endedDaysAgo, firstPrice, priceCash, priceChangePercentage, cut } = courseOf(world, home, ordinal);
	const events: TimelineEvent[] = [
		{ at: timeAgo(endedDaysAgo + days, random.bits()), type: 'open', price: firstPrice },
	];
	if (priceChangePercentage !== 0) {
		events.push({
			at: timeAgo(endedDaysAgo + Math.floor(days / 2), random.bits()),
			type: 'price_change',
			price: priceCash,
			aux: { difference: priceCash - firstPrice, differencePercentage: priceChangePercentage },
		});
	}
	if (cut !== undefined) {
		const difference = cut.price - priceCash;
		const differencePercentage = Math.round((1_000 * difference) / priceCash) / 10;
		events.push({
			...{ at: timeAgo(-cut.day, random.bits()), type: 'price_change', price: cut.price },
			aux: { difference, differencePercentage },
		});
	}
	if (ordinal > 0) events.push({ at: timeAgo(endedDaysAgo, random.bits()), type: 'closed', price: priceCash });
	return events;
}
