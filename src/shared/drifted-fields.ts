/** What stands for the type of homes that have none; and of what is known of all homes only, which is whether they say their type. */
export const noType = 'no type';
export const everyType = 'all types';

/** Homes of one type in one municipality: what their records have lost, those of others may well have. */
export interface HomeGroup {
	readonly municipalityCode: number;
	/** "villa" */
	readonly type: string;
}

/** What became of an accepted field among the homes of a group, in complete runs. */
export interface Among extends HomeGroup {
	/** When their records had it again; null while they have not, undefined where they never lost it. */
	readonly lostUntil: Date | null | undefined;
	/** Whether their records have had it since its loss was accepted last, wherever that was. */
	readonly hasIt: boolean;
}

/** A field that some of the API's records lost once, as somebody has accepted. */
export interface AcceptedField {
	readonly path: string;
	/** Homes whose records complete runs have looked into. */
	readonly among: readonly Among[];
}

/** What a run sees of its own records, as they come. */
export interface SeenFields {
	/** Whether records of such homes were found to have lost the field in this run. */
	hasLost(path: string, homes: HomeGroup): boolean;
	/** Whether there were records of such homes, none of them with the field. */
	lacks(path: string, homes: HomeGroup): boolean;
}

/**
 * Fields that the API's records have lost or got back, as paths: where one comes or goes with a home that was checked before that, it
 * says nothing of the home. What was accepted for some homes is the rule for all (they may be asked for in turns), but concerns only
 * those whose own records lack it.
 */
export class DriftedFields {
	readonly #accepted: ReadonlyMap<string, readonly Among[]>;
	readonly #seen: SeenFields | undefined;

	constructor(accepted: readonly AcceptedField[] = [], seen?: SeenFields) {
		this.#accepted = new Map(accepted.map(({ path, among }) => [path, among]));
		this.#seen = seen;
	}

	/**
	 * @param homes what the home is one of now.
	 * @param checkedAt when the home was last compared.
	 */
	concerns(path: string, homes: HomeGroup, checkedAt: Date): boolean {
		if (this.#seen?.hasLost(path, homes) === true) return true;
		const among = this.#accepted.get(path);
		if (among === undefined) return false;
		const known = among.filter(
			({ municipalityCode, type }) =>
				municipalityCode === homes.municipalityCode && (type === homes.type || type === everyType),
		);
		const isBefore = ({ lostUntil }: Among): boolean =>
			lostUntil !== undefined && (lostUntil === null || checkedAt < lostUntil);
		if (known.some(isBefore)) return true;
		return !known.some(({ hasIt }) => hasIt) && this.#seen?.lacks(path, homes) === true;
	}
}
