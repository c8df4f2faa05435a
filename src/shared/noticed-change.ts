/** Something that an import noticed about a home that was stored already. */
export interface NoticedChange {
	readonly kind: 'field' | 'price' | 'sale';
	readonly noticedAt: Date;
	/** When it happened, as far as the API tells. */
	readonly at: Date | null;
	readonly propertyId: string;
	/** "Mejlgade 82A, 2. tv, 8000" */
	readonly home: string;
	readonly municipality: string;
	readonly addressType: string | null;
	/** The column; the type of a price event; the type of a registered sale. */
	readonly what: string;
	readonly from: unknown;
	readonly to: unknown;
	/** null of a sale that was noticed before this was kept. */
	readonly runId: string | null;
}

/** What a run noticed of one kind. */
export interface NoticedOfKind {
	/** By what changed, without the place in a list ("buildings[].total_area"), the most frequent first. */
	readonly counts: readonly { readonly what: string; readonly count: number }[];
	/** Told one by one, oldest first; not all of many. */
	readonly first: readonly NoticedChange[];
}

/** What a run noticed about homes that were stored before it. */
export type RunChanges = Readonly<Record<NoticedChange['kind'], NoticedOfKind>>;
