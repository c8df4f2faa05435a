import { everyType, noType } from '../../shared/drifted-fields.ts';
import { sanitize } from '../../shared/sanitize.ts';
import { type ContractField, contractFields, isDropped, pathWithin } from '../contract/fields.ts';
import { type JsonType, jsonTypes, Tallies, typeIndex } from './tallies.ts';

/** What the records come from: the two carry different fields. And once more what only homes for sale have, of each of them. */
export type RecordKind = 'details' | 'pages' | 'listings';

/** Fields of one path, by type: in how many records, and in how many stretches of records. */
export type CountedTypes = { readonly [Type in JsonType]?: readonly [records: number, stretches: number] };

/** The records of one kind and partition. */
export interface CountedPartition {
	/** "villa"; "all types" where only is counted which homes say their type. */
	readonly type: string;
	/** Records that were looked into. */
	readonly records: number;
	readonly fields: Readonly<Record<string, CountedTypes>>;
}

export type CountedKinds = Readonly<Record<RecordKind, Readonly<Record<string, CountedPartition>>>>;

/** Partitions beyond are not counted: all of Denmark, three types of home. */
const mostPartitions = 300;
/** Of each partition, and of all together; the contract has some 250. */
const mostUnknown = 100;
const mostUnknownInAll = 1000;
/** Characters of a name that the contract does not have. */
const longestName = 100;
/** Of a list; the others say nothing new. */
const mostElements = 50;
/** From so many records of a partition on, only one in `thinned` is looked into. */
const wholeUntil = 1000;
const thinned = 8;
/** Stairways whose homes are still coming. */
const keptStairways = 1000;

const none = [0, 0] as const;

/** A field that records were seen to have, in whatever partition, and what is inside it. */
class Field {
	readonly path: string;
	readonly contract: ContractField | undefined;
	/** Where each partition's tallies keep it, by type; undefined until a record has it so. */
	readonly places = new Array<number | undefined>(jsonTypes.length);
	readonly inside = new Map<string, Field>();
	element: Field | undefined;

	constructor(path: string, contract: ContractField | undefined) {
		this.path = path;
		this.contract = contract;
	}
}

/** The fields of all partitions, once: each partition has hundreds of them, mostly the same. */
class Fields {
	readonly root = new Field('', contractFields);
	#places = 0;
	#unknown = 0;

	placeOf(field: Field, type: number): number {
		field.places[type] ??= this.#places++;
		return field.places[type];
	}

	/** A field that was not met before; undefined where it is none of the contract's and there are too many of those already. */
	open(parent: Field, name: string, contract: ContractField | undefined): Field | undefined {
		if (contract === undefined && this.#unknown++ >= mostUnknownInAll) return undefined;
		const path = contract?.path ?? pathWithin(parent.path, sanitize(name.slice(0, longestName)));
		const field = new Field(path, contract);
		parent.inside.set(name, field);
		return field;
	}
}

/** Homes of one type in a partition that asks for every type. */
function ofOwnType(partition: string, type: string): string {
	return `${partition} · ${type}`;
}

/**
 * Under which names a field of homes of a type is counted.
 * @param asked the type that the partition asks for; undefined where it asks for every type.
 */
export function countedAs(partition: string, asked: string | undefined, type: string, path: string): string[] {
	if (asked !== undefined) return asked === type ? [partition] : [];
	const own = ofOwnType(partition, type);
	return path === 'addressType' ? [partition, own] : [own];
}

/** A record's listing, where it is of a home for sale: what stands there few homes have. */
export function listingOf(record: object): object | undefined {
	const { isOnMarket, cases, casePrice } = record as Record<string, unknown>;
	return isOnMarket === true || (Array.isArray(cases) && cases.length > 0) ? { cases, casePrice } : undefined;
}

/** The paths of all that a record has. */
export function pathsIn(record: object): ReadonlySet<string> {
	const partition = new Partition('', new Fields());
	partition.add(record);
	return new Set(Object.keys(partition.counted().fields));
}

class Partition {
	readonly type: string;
	readonly #fields: Fields;
	readonly #tallies = new Tallies();
	/** Its fields that the contract does not have. */
	readonly #unknown = new Set<Field>();
	/** Records that came, those that were thinned out included; of one front door, the first. */
	came = 0;
	/** Records that were looked into. */
	records = 0;
	#counted: CountedPartition | undefined;

	constructor(type: string, fields: Fields) {
		this.type = type;
		this.#fields = fields;
	}

	add(record: object): void {
		if (this.came++ >= wholeUntil && this.came % thinned !== 0) return;
		this.records++;
		this.#addFields(this.#fields.root, record, this.records);
	}

	/** The same object until another record was looked into. */
	counted(): CountedPartition {
		if (this.#counted?.records === this.records) return this.#counted;
		const fields: Record<string, CountedTypes> = {};
		this.#collect(this.#fields.root, fields);
		this.#counted = { type: this.type, records: this.records, fields };
		return this.#counted;
	}

	#addFields(parent: Field, object: object, record: number): void {
		for (const name of Object.keys(object)) {
			const value = (object as Record<string, unknown>)[name];
			if (value === null || value === undefined) continue;
			const field = this.#fieldIn(parent, name);
			if (field !== undefined) this.#addValue(field, value, record);
		}
	}

	#addValue(field: Field, value: unknown, record: number): void {
		const { contract } = field;
		const place = this.#fields.placeOf(field, typeIndex(value, contract?.whole === true));
		const records = this.#tallies.add(place, record);
		if (typeof value !== 'object' || contract === undefined) return;
		if (Array.isArray(value)) {
			if (contract.element === undefined) return;
			field.element ??= new Field(contract.element.path, contract.element);
			for (const element of value.slice(0, mostElements)) {
				if (element !== null) this.#addValue(field.element, element, records);
			}
		} else if (contract.fields !== undefined) this.#addFields(field, value as object, records);
	}

	/** Undefined where it is not counted. */
	#fieldIn(parent: Field, name: string): Field | undefined {
		const known = parent.inside.get(name);
		if (known?.contract !== undefined) return known;
		const contract = parent.contract?.fields?.get(name);
		if (contract !== undefined) return this.#fields.open(parent, name, contract);
		if (known !== undefined && this.#unknown.has(known)) return known;
		if (isDropped(name) || name === '__proto__' || this.#unknown.size >= mostUnknown) return undefined;
		const unknown = known ?? this.#fields.open(parent, name, undefined);
		if (unknown !== undefined) this.#unknown.add(unknown);
		return unknown;
	}

	#collect(field: Field, fields: Record<string, CountedTypes>): void {
		const types = jsonTypes.flatMap((type, index): [JsonType, readonly [number, number]][] => {
			const place = field.places[index];
			const counted = place === undefined ? none : this.#tallies.at(place);
			return counted[0] === 0 ? [] : [[type, counted]];
		});
		if (types.length > 0) fields[field.path] = Object.fromEntries(types);
		for (const child of field.inside.values()) this.#collect(child, fields);
		if (field.element !== undefined) this.#collect(field.element, fields);
	}
}

/**
 * Counts what the API sends: which fields, how often and with which types, before anything is checked or dropped. Of the homes behind
 * one front door, which report each other's buildings and sales, only the first is looked into, and of a partition's records beyond the
 * first thousand one in eight: that keeps it under 3 % of an import's processor time. Of homes for sale, which are few, the listings are
 * counted by themselves, so that none is passed over and the shares of all else stay what they are.
 */
export class Census {
	readonly #types: ReadonlyMap<string, string>;
	readonly #partitions = {
		details: new Map<string, Partition>(),
		pages: new Map<string, Partition>(),
		listings: new Map<string, Partition>(),
	};
	readonly #fields = new Fields();
	readonly #records = { details: 0, pages: 0 };
	readonly #stairways = { details: new Set<string>(), pages: new Set<string>() };

	/** @param types the type of home of each partition, by its name; of one that asks for every type there is none. */
	constructor(types: ReadonlyMap<string, string>) {
		this.#types = types;
	}

	/** Records that came, looked into or not. */
	get records(): Readonly<Record<'details' | 'pages', number>> {
		return this.#records;
	}

	/** Records of each kind and partition that came, of one front door the first. */
	get byPartition(): ReadonlyMap<string, number> {
		const groups = Object.entries(this.#partitions).flatMap(([kind, partitions]) =>
			[...partitions].map(([name, { came }]) => [`${kind} of ${name}`, came] as const),
		);
		return new Map(groups);
	}

	/** @param record as the API sent it; what is no object is not counted. */
	add(kind: 'details' | 'pages', partition: string, record: unknown): void {
		if (typeof record !== 'object' || record === null || Array.isArray(record)) return;
		this.#records[kind]++;
		const { entryAddressID, addressType } = record as Record<string, unknown>;
		const { name, type } = this.group(partition, record);
		// Search records have no listings.
		const listing = kind === 'details' ? listingOf(record) : undefined;
		if (listing !== undefined) this.#partition('listings', name, type)?.add(listing);
		if (this.#isNeighbour(kind, entryAddressID)) return;
		if (name !== partition) this.#partition(kind, partition, everyType)?.add({ addressType });
		this.#partition(kind, name, type)?.add(record);
	}

	/**
	 * As what a record is counted. Where homes of every type are asked for, what they have depends on the type, so each is counted by
	 * itself; and of all, whether they say it.
	 */
	group(partition: string, record: object): { readonly name: string; readonly type: string } {
		const asked = this.#types.get(partition);
		if (asked !== undefined) return { name: partition, type: asked };
		const { addressType } = record as Record<string, unknown>;
		const type = typeof addressType === 'string' ? sanitize(addressType.slice(0, longestName)) : noType;
		return { name: ofOwnType(partition, type), type };
	}

	/** Whether there were records of these partitions, and none had the field. */
	lacks(path: string, partitions: readonly string[]): boolean {
		const counted = Object.values(this.#partitions)
			.flatMap((ofKind) => partitions.flatMap((name) => ofKind.get(name) ?? []))
			.map((partition) => partition.counted());
		return counted.length > 0 && counted.every(({ fields }) => !(path in fields));
	}

	/** In how many listings a field was so far. */
	listingsWith(path: string, partition: string): number {
		const types = this.#partitions.listings.get(partition)?.counted().fields[path] ?? {};
		return Object.values(types).reduce((sum, [records]) => sum + records, 0);
	}

	counted(): CountedKinds {
		const ofKind = (kind: RecordKind): Readonly<Record<string, CountedPartition>> =>
			Object.fromEntries([...this.#partitions[kind]].map(([name, partition]) => [name, partition.counted()]));
		return { details: ofKind('details'), pages: ofKind('pages'), listings: ofKind('listings') };
	}

	/** Undefined where there are too many already. */
	#partition(kind: RecordKind, name: string, type: string): Partition | undefined {
		const partitions = this.#partitions[kind];
		const known = partitions.get(name);
		if (known !== undefined || partitions.size >= mostPartitions) return known;
		const partition = new Partition(type, this.#fields);
		partitions.set(name, partition);
		return partition;
	}

	#isNeighbour(kind: 'details' | 'pages', stairway: unknown): boolean {
		if (typeof stairway !== 'string') return false;
		const known = this.#stairways[kind];
		if (known.has(stairway)) return true;
		known.add(stairway);
		if (known.size > keptStairways) known.delete(known.values().next().value as string);
		return false;
	}
}
