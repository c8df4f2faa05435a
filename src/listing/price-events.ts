/** A listing as far as its price goes. */
export interface Offer {
	readonly id: string;
	/** open, sold or closed */
	readonly status: string | null;
	/** DKK */
	readonly price: number | null;
	/** The home's record names it; false where it did once. */
	readonly isListed: boolean;
}

export interface SeenEvent {
	readonly listingId: string;
	readonly type: string;
	readonly price: number | null;
	readonly priceBefore: number | null;
}

/** What happened to the prices of a home between two looks at its listings. */
export function eventsBetween(before: readonly Offer[], after: readonly Offer[]): SeenEvent[] {
	const now = new Map(after.map((offer) => [offer.id, offer]));
	const known = new Set(before.map(({ id }) => id));
	return [
		...before.flatMap((offer) => eventsOf(offer, now.get(offer.id))),
		...after.filter((offer) => isOpen(offer) && !known.has(offer.id)).map((offer) => event(offer, 'open')),
	];
}

function eventsOf(before: Offer, after: Offer | undefined): SeenEvent[] {
	if (after === undefined) return isOpen(before) ? [event(before, 'closed')] : [];
	if (isOpen(after)) {
		if (!isOpen(before)) return [event(after, 'open')];
		if (after.price === null || after.price === before.price) return [];
		return [{ ...event(after, 'price_change'), priceBefore: before.price }];
	}
	// One that was not named any more was told as closed, whatever its record said last.
	const told = hasEnded(before) ? before.status : 'closed';
	return isOpen(before) || told !== after.status
		? [event({ ...after, price: after.price ?? before.price }, after.status ?? 'closed')]
		: [];
}

function isOpen(offer: Offer): boolean {
	return offer.isListed && !hasEnded(offer);
}

function hasEnded({ status }: Offer): boolean {
	return status === 'sold' || status === 'closed';
}

function event({ id, price }: Offer, type: string): SeenEvent {
	return { listingId: id, type, price, priceBefore: null };
}
