/** A field that the API's records lost once, as somebody has accepted. */
export interface AcceptedField {
	readonly path: string;
	/** When records had it again; null while they have not. */
	readonly backAt: Date | null;
}

/**
 * Fields that the API's records have lost or got back, as paths: where one comes or goes with a home that was checked before that, it
 * says nothing of the home.
 */
export class DriftedFields {
	/** By path, epoch ms until which checks are of before. */
	readonly #until: Map<string, number>;

	constructor(accepted: readonly AcceptedField[] = []) {
		this.#until = new Map(accepted.map(({ path, backAt }) => [path, backAt?.getTime() ?? Number.POSITIVE_INFINITY]));
	}

	/** Lost, or there again, from now on. */
	add(path: string): void {
		this.#until.set(path, Number.POSITIVE_INFINITY);
	}

	/** @param checkedAt when the home was last compared. */
	concerns(path: string, checkedAt: Date): boolean {
		return checkedAt.getTime() < (this.#until.get(path) ?? Number.NEGATIVE_INFINITY);
	}
}
