export interface HomeAddress {
	readonly roadName?: string | null | undefined;
	readonly houseNumber?: string | null | undefined;
	readonly floor?: string | null | undefined;
	readonly door?: string | null | undefined;
	readonly zipCode: number;
}

/** A home for people: "Mejlgade 82A, 2. tv, 8000". @param id stands in where there is no address. */
export function homeLabel({ roadName, houseNumber, floor, door, zipCode }: HomeAddress, id: string): string {
	const street = [roadName, houseNumber].filter(Boolean).join(' ');
	const unit = [floor, door].filter(Boolean).join('. ');
	const label = [street, unit].filter(Boolean).join(', ');
	// Joined, it is a text of its own; a template would hold on to its pieces, and labels of thousands of homes are kept.
	return [label === '' ? id : label, zipCode].join(', ');
}
