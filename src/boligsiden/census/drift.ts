import type { ContractChange } from '../../import/ports.ts';
import { formatCount, formatPercent } from '../../shared/format.ts';
import { contractPaths } from '../contract/fields.ts';
import type { CountedPartition, RecordKind } from './census.ts';
import { isOfEveryHome, isUsual, nearlyAll, parentOf, recordsOf, variesByPlace } from './shares.ts';
import type { JsonType } from './tallies.ts';

/** The records of one partition beside those of an earlier run. */
export interface Pair {
	readonly kind: RecordKind;
	readonly before: CountedPartition;
	readonly now: CountedPartition;
	/** Only what nearly every home had is compared. */
	readonly loosely: boolean;
	/** Those of now may all live in a few places: what varies by place is not compared. */
	readonly fewPlaces: boolean;
	/** Search records of the homes of before: what only their details had is not compared. */
	readonly beside?: CountedPartition;
}

/** So unlikely by chance is what is told as a change; a run makes some hundreds of such tests. */
const chance = Math.log(1e-6);
/** And so, where something new stands in the place of what is missing. */
const chanceWithSuccessor = Math.log(1e-3);
/** And so, where nearly every listing had it: listings are few, and a night's are mostly those of the night before. */
const chanceOfListings = Math.log(1e-3);
/** Listings from which that can mean something. */
const leastListings = 7;
/** Records in which a field must have been before its absence can mean something, unless nearly every listing had it. */
const leastBefore = 20;
/** A type that was never seen before is a change once it makes up so much. */
const leastOfNewType = { records: 10, share: 0.05 };

/** A field of one type through all pairs. */
interface Course {
	readonly path: string;
	readonly type: JsonType;
	/** Records with it. */
	before: number;
	now: number;
	/** Records that had what it stands in, and that have it now. */
	of: number;
	ofNow: number;
	/** The logarithm of the chance that all of it came by chance before, and of that all of it came by chance now. */
	logOnlyBefore: number;
	logOnlyNow: number;
	/** Records in which it would be now, were nothing changed. */
	expected: number;
}

/**
 * In what way records are not what they were before.
 *
 * A field, or one type of it, has vanished when it was in `m` of `N` records before and is in none of `n` now. Had nothing changed, each
 * of the `m` might as well have come among the `n`; the chance that all came before is at most (N / (N + n)) ^ m. A new type is the
 * same turned round. Three things keep that honest. Only like is compared with like: the records are those that have what the field
 * stands in (a year among homes with buildings), partition by partition, and the chances of a type's partitions are multiplied.
 * What neighbours share comes in stretches, so `m` is taken as the number of stretches, made as many as single records would be
 * (m / (1 - m / N)), and never more than the records. And a partition without a past is compared with others of its type, but only in
 * what nearly all homes had, and not in what belongs to the place.
 * Listings are few, and nearly all have the same fields. What stands in them does not depend on the type of home, so all types are
 * taken together; where nearly all had it, the chance is reckoned as it is and not as what it is at most, and a few are enough.
 * A change is told below one in a million; a vanished field below one in a thousand where one that was never heard of before came in
 * its place, as often and of the same type: that is what a rename looks like, and lets it be seen in a field that few homes have.
 */
export function driftOf(pairs: readonly Pair[], what: 'presence' | 'all' = 'all'): readonly ContractChange[] {
	const changes = new Map<string, ContractChange>();
	const { listings = [], others = [] } = Object.groupBy(pairs, ({ kind }) => (kind === 'listings' ? kind : 'others'));
	for (const alike of [...Map.groupBy(others, ({ now }) => now.type).values(), listings]) {
		for (const change of driftOfAlike(alike, what)) if (!changes.has(change.field)) changes.set(change.field, change);
	}
	return [...changes.values()];
}

function driftOfAlike(pairs: readonly Pair[], what: 'presence' | 'all'): ContractChange[] {
	const isOfListings = pairs[0]?.kind === 'listings';
	const courses = coursesOf(pairs);
	const byPath = Map.groupBy(courses, ({ path }) => path);
	const total = { before: sum(pairs, ({ before }) => before.records), now: sum(pairs, ({ now }) => now.records) };
	return [...byPath].flatMap(([path, types]): ContractChange[] => {
		const before = sum(types, (course) => course.before);
		const ofListings = isOfListings && before >= nearlyAll * largest(types, ({ of }) => of).of;
		if (before < leastBefore && !ofListings) return [];
		const now = sum(types, (course) => course.now);
		const was = largest(types, ({ before }) => before);
		const share = formatPercent(before / total.before);
		if (now === 0) {
			const [successor] = successorsOf(courses, was);
			const log = sum(types, (course) => course.logOnlyBefore);
			const unlikely = ofListings ? chanceOfListings : chance;
			if (ofListings && successor === undefined && was.ofNow < leastListings) return [];
			if (log >= (successor === undefined ? unlikely : chanceWithSuccessor)) return [];
			const instead = successor === undefined ? '' : `; ${successor.path} is new`;
			const homes = isOfListings ? 'homes for sale' : 'homes';
			const message = `${path} was in ${share} of ${homes} and is in none of ${formatCount(total.now)} now${instead}`;
			return [{ field: path, message }];
		}
		if (what === 'presence') return [];
		const changed = types.find(
			(course) => isNewType(course, now) || (course === was && course.logOnlyBefore < chance && course.now === 0),
		);
		if (changed === undefined) return [];
		const is = changed === was ? largest(types, (course) => course.now) : changed;
		const part = formatPercent(is.now / now);
		return [
			{
				field: path,
				message: `${path} was ${typeWords[was.type]} and is ${typeWords[is.type]} in ${part} of homes now`,
			},
		];
	});
}

function isNewType({ before, now, logOnlyNow }: Course, ofNow: number): boolean {
	const enough = now >= leastOfNewType.records && now >= leastOfNewType.share * ofNow;
	return before === 0 && enough && logOnlyNow < chance;
}

/** Fields that nobody has heard of before, beside one that has vanished, of its type and as often. */
function successorsOf(courses: readonly Course[], gone: Course): Course[] {
	return courses.filter(
		({ path, type, before, now }) =>
			before === 0 &&
			isAlike(type, gone.type) &&
			parentOf(path).path === parentOf(gone.path).path &&
			!contractPaths.has(path) &&
			now >= 3 &&
			now >= gone.expected / 2 &&
			now <= gone.expected * 2,
	);
}

/** Of a field that the contract does not name, nobody knows that it takes only whole numbers. */
function isAlike(unknown: JsonType, type: JsonType): boolean {
	return unknown === (type === 'integer' ? 'number' : type);
}

function coursesOf(pairs: readonly Pair[]): Course[] {
	const courses = new Map<string, Course>();
	for (const pair of pairs) {
		const { before, now, loosely, fewPlaces, beside } = pair;
		for (const path of new Set([...Object.keys(before.fields), ...Object.keys(now.fields)])) {
			if (loosely && !isUsual(before, path)) continue;
			if (fewPlaces && variesByPlace(before, path)) continue;
			if (beside !== undefined && path in before.fields && !isOfEveryHome(beside, path)) continue;
			const types = new Set([...Object.keys(before.fields[path] ?? {}), ...Object.keys(now.fields[path] ?? {})]);
			for (const type of types as Set<JsonType>) {
				const key = `${path} ${type}`;
				const course = courses.get(key) ?? newCourse(path, type);
				courses.set(key, course);
				addPair(course, pair);
			}
		}
	}
	return [...courses.values()];
}

function newCourse(path: string, type: JsonType): Course {
	return { path, type, before: 0, now: 0, of: 0, ofNow: 0, logOnlyBefore: 0, logOnlyNow: 0, expected: 0 };
}

function addPair(course: Course, { kind, before, now }: Pair): void {
	const { path, type } = course;
	const [records = 0, stretches = 0] = before.fields[path]?.[type] ?? [];
	const [recordsNow = 0, stretchesNow = 0] = now.fields[path]?.[type] ?? [];
	const of = recordsOf(before, path);
	const ofNow = recordsOf(now, path);
	course.before += records;
	course.now += recordsNow;
	course.of += of;
	course.ofNow += ofNow;
	if (of === 0 || ofNow === 0) return;
	course.expected += (ofNow * records) / of;
	const logChance = kind === 'listings' ? logAllAmong : logAtMostAllAmong;
	course.logOnlyBefore += logChance(independent(records, stretches, of), of, of + ofNow);
	course.logOnlyNow += logChance(independent(recordsNow, stretchesNow, ofNow), ofNow, of + ofNow);
}

/** The logarithm of what the chance that all of `m` out of `all` are among certain `some` of them is at most. */
function logAtMostAllAmong(m: number, some: number, all: number): number {
	return m * Math.log(some / all);
}

/** The logarithm of that chance itself. Of a field that all had it is much less: of 20, twelve and no other would have come first. */
function logAllAmong(m: number, some: number, all: number): number {
	let log = 0;
	for (let drawn = 0; drawn < Math.floor(m + 1e-9); drawn++) log += Math.log((some - drawn) / (all - drawn));
	return log;
}

/** As how many single records so many stretches would come, were each record drawn by itself. */
function independent(records: number, stretches: number, of: number): number {
	return Math.min(records, stretches / (1 - records / of + 1 / of));
}

/** What nearly all such records had. */
export function usualFields(before: CountedPartition): string[] {
	return Object.keys(before.fields).filter((path) => isUsual(before, path));
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
	return items.reduce((total, item) => total + of(item), 0);
}

function largest(courses: readonly Course[], of: (course: Course) => number): Course {
	return courses.reduce((most, course) => (of(course) > of(most) ? course : most));
}

const typeWords: Readonly<Record<JsonType, string>> = {
	string: 'text',
	integer: 'a whole number',
	number: 'a number',
	boolean: 'true or false',
	array: 'a list',
	object: 'an object',
};
