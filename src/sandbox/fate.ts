import { type TypeIndex, traitsOf } from './address-type.ts';
import { chanceOf } from './random.ts';

/** What a world with a calendar needs to say what has become of a home. */
interface Calendar {
	readonly seed: number;
	/** Since the day at which the world begins. */
	readonly days: number;
}

/** Shares of homes a day: far more than in the real world, so that a few days are worth a look. */
const listedADay = 0.02;
const openedADay = 0.0003;
const revaluedADay = 0.001;
const demolishedADay = 0.0001;

/** What has become of a home that was for sale when the world began. */
export type Offer = 'open' | 'cut' | 'sold' | 'delisted';

/** The day on which a thing with that chance a day happens. Later worlds hold all that happened in earlier ones. */
function dayOf({ seed }: Calendar, code: number, aspect: number, chanceADay: number): number {
	return Math.floor(Math.log(1 - chanceOf(seed ^ aspect, code)) / Math.log(1 - chanceADay));
}

export function isDemolished(world: Calendar, code: number): boolean {
	return world.days > 0 && dayOf(world, code, 0xde3011, demolishedADay) < world.days;
}

export function isRevalued(world: Calendar, code: number): boolean {
	return world.days > 0 && dayOf(world, code, 0x7e7a1, revaluedADay) < world.days;
}

/** Whether the home was for sale on the first day. */
export function wasListed({ seed }: Calendar, type: TypeIndex, code: number): boolean {
	return chanceOf(seed ^ 0x5a1e, code) < traitsOf(type).listedShare;
}

export function isListedNow(world: Calendar, type: TypeIndex, code: number): boolean {
	if (!wasListed(world, type, code)) {
		const isOpened = world.days > 0 && traitsOf(type).listedShare > 0 && openedOn(world, code) < world.days;
		return isOpened && !isDemolished(world, code);
	}
	const offer = offerOf(world, code);
	return (offer === 'open' || offer === 'cut') && !isDemolished(world, code);
}

/** The day on which a home that was not for sale at first comes to be. */
export function openedOn(world: Calendar, code: number): number {
	return dayOf(world, code, 0x09e2, openedADay);
}

/** The day on which the offer of a home that was for sale at first changes. */
export function offerChangesOn(world: Calendar, code: number): number {
	return dayOf(world, code, 0x0ff3, listedADay);
}

/** Of a home that was for sale on the first day. */
export function offerOf(world: Calendar, code: number): Offer {
	if (world.days === 0 || offerChangesOn(world, code) >= world.days) return 'open';
	const luck = chanceOf(world.seed ^ 0x1ac4, code);
	if (luck < 0.5) return 'cut';
	return luck < 0.8 ? 'sold' : 'delisted';
}

/** The day on which somebody bought it, where it was for sale. */
export function soldOn(world: Calendar, type: TypeIndex, code: number): number | undefined {
	if (!wasListed(world, type, code) || offerOf(world, code) !== 'sold') return undefined;
	return offerChangesOn(world, code);
}
