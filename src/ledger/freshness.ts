/** Whether what is stored is complete and new enough: shapes and decisions, without a database. */

/** From good to bad. failures: fresh, but some homes failed and have not been stored since. */
export const conditions = ['fresh', 'failures', 'stale', 'incomplete', 'never'] as const;

export type Condition = (typeof conditions)[number];

/** A partition (a municipality and a type) as the imports of it left it. */
export interface PartitionFacts {
	/** null is every type, and homes without one. */
	readonly addressType: string | null;
	/** Homes in the tables that are not gone. */
	readonly stored: number;
	/** Of those, for sale. */
	readonly onMarket: number;
	/** When the one of those that was looked at the longest ago was; null where there are none. */
	readonly checkedAt: Date | null;
	/** The API's total at the last reading, rows of another type left out; null where none was read to its end. */
	readonly expected: number | null;
	/** Of that reading: listed, but answered with 404. */
	readonly gone: number;
	/** When the last reading that told a total was finished. */
	readonly readAt: Date | null;
	/** When it, or all types of its municipality, was last imported completely. */
	readonly completeAt: Date | null;
	/** Homes that failed and have not been stored since. */
	readonly failures: number;
	/** Of those, homes that the API lists and the tables do not hold: the others failed when they were looked at again, or left the list. */
	readonly failedUnstored: number;
}

export interface PartitionStatus extends PartitionFacts {
	readonly state: Condition;
}

export interface MunicipalityStatus {
	readonly code: number;
	readonly name: string;
	/** Homes in the tables that are not gone, of its partitions, as what is expected of them; of every type where it has none. */
	readonly homes: number;
	readonly onMarket: number;
	/** When the one of those that was looked at the longest ago was; null where there are none. */
	readonly checkedAt: Date | null;
	/** The API's total at the last readings of its partitions; null where one of them is not known. */
	readonly expected: number | null;
	/** Of the partition whose last complete import is the longest ago; null where one has none. */
	readonly completeAt: Date | null;
	readonly failures: number;
	/** The worst of its partitions; null where it was never asked for, and its homes came with those of a neighbour. */
	readonly state: Condition | null;
	readonly partitions: readonly PartitionStatus[];
}

export interface Age {
	readonly now: Date;
	/** A complete import that is older is stale. */
	readonly staleAfterMs: number;
}

export function conditionOf(partition: PartitionFacts, { now, staleAfterMs }: Age): Condition {
	const { completeAt, stored, failures } = partition;
	if (completeAt === null) return stored === 0 && partition.readAt === null ? 'never' : 'incomplete';
	if (lacksHomes(partition)) return 'incomplete';
	if (now.getTime() - completeAt.getTime() > staleAfterMs) return 'stale';
	return failures > 0 ? 'failures' : 'fresh';
}

/** A reading since then that was not finished has seen homes that are neither stored, nor gone, nor known to have failed. */
function lacksHomes({ readAt, completeAt, expected, stored, gone, failedUnstored }: PartitionFacts): boolean {
	if (readAt === null || completeAt === null || readAt <= completeAt || expected === null) return false;
	return stored + gone + failedUnstored < expected;
}

export function worstOf(states: readonly Condition[]): Condition | null {
	return states.reduce<Condition | null>(
		(worst, state) => (worst === null || conditions.indexOf(state) > conditions.indexOf(worst) ? state : worst),
		null,
	);
}

/** A municipality from its partitions; what was asked for as a whole is not added to its parts. */
export function municipalityStatus(
	counted: Pick<MunicipalityStatus, 'code' | 'name' | 'homes' | 'onMarket' | 'checkedAt'>,
	facts: readonly PartitionFacts[],
	failures: number,
	age: Age,
): MunicipalityStatus {
	const partitions = facts.map((each) => ({ ...each, state: conditionOf(each, age) }));
	const whole = partitions.filter(({ addressType }) => addressType === null);
	const summed = whole.length > 0 ? whole : partitions;
	const unknown = summed.length === 0 || summed.some(({ expected }) => expected === null);
	const complete = partitions.flatMap(({ completeAt }) => completeAt ?? []);
	const sum = (of: (partition: PartitionFacts) => number): number =>
		summed.reduce((total, each) => total + of(each), 0);
	return {
		...counted,
		...(summed.length > 0 && {
			homes: sum(({ stored }) => stored),
			onMarket: sum(({ onMarket }) => onMarket),
			checkedAt: oldestOf(summed.flatMap(({ checkedAt }) => checkedAt ?? [])),
		}),
		expected: unknown ? null : sum(({ expected }) => expected ?? 0),
		completeAt: complete.length < partitions.length ? null : oldestOf(complete),
		failures,
		state: worstOf(partitions.map(({ state }) => state)),
		partitions,
	};
}

function oldestOf(times: readonly Date[]): Date | null {
	return times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
}
