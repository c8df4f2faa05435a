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
	/** null of a sale. */
	readonly runId: string | null;
}
