import { z } from 'zod';
import { innerSchema } from './inner-schema.ts';

type JsonObject = Record<string, unknown>;
type Row = Record<string, unknown>;

interface Column {
	readonly name: string;
	/** Where the value stands in the payload: ['contactInformation', 'email']. */
	readonly path: readonly string[];
}

export interface ColumnOptions {
	/** Fields that are rows of other tables, or not kept at all. */
	readonly elsewhere?: readonly string[];
	/** Column names that differ from the API's: {addressID: 'id'}. */
	readonly rename?: Readonly<Record<string, string>>;
}

/** How one object of the contract lies in one table: every field its column, nested objects flattened, unknown fields in `extra`. */
export interface Columns {
	readonly names: readonly string[];
	/** Every column of the table, null where the payload has nothing, and `extra` with what the contract does not name. */
	toRow(payload: JsonObject): Row;
	/** The payload again; columns that are null are left out, and so is what is our own in `extra`. */
	toPayload(row: Row): JsonObject;
}

/** Names in `extra` that begin with this are our own, for what no column has a place for; one of the API's that does begins with two. */
const ownMark = '$';

/** A row with something of our own in its `extra`, beside what the API sent there. */
export function withOwn<R extends Row>(row: R, name: `$${string}`, value: unknown): R {
	return { ...row, extra: { ...(row.extra as JsonObject | null), [name]: value } };
}

/** What `withOwn` put there; undefined when nothing did. */
export function ownOf(row: Row, name: `$${string}`): unknown {
	return isObject(row.extra) && Object.hasOwn(row.extra, name) ? row.extra[name] : undefined;
}

/** "_links", "self", "href" -> "selfHref"; "realtorID" -> "realtorId". */
function columnName(path: readonly string[]): string {
	const words = path.filter((part) => part !== '_links').map((part) => part.replace(/ID$/, 'Id'));
	return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

function listColumns(schema: z.ZodObject, path: readonly string[], options: ColumnOptions): Column[] {
	return Object.entries(schema.shape).flatMap(([field, fieldSchema]) => {
		const here = [...path, field];
		if (path.length === 0 && options.elsewhere?.includes(field)) return [];
		const inner = innerSchema(fieldSchema);
		if (inner instanceof z.ZodObject) return listColumns(inner, here, options);
		const name = columnName(here);
		return [{ name: options.rename?.[name] ?? options.rename?.[field] ?? name, path: here }];
	});
}

function valueAt(payload: JsonObject, path: readonly string[]): unknown {
	let value: unknown = payload;
	for (const part of path) {
		if (value === undefined || value === null) return null;
		value = (value as JsonObject)[part];
	}
	return value ?? null;
}

/** The fields that the contract names, each with those inside it; null where nothing inside has names. */
interface NamedFields extends ReadonlyMap<string, NamedFields | null> {}

function namedFields(schema: z.ZodObject, elsewhere: readonly string[] = []): NamedFields {
	return new Map(
		Object.entries(schema.shape).map(([field, fieldSchema]) => {
			const inner = innerSchema(fieldSchema);
			return [field, inner instanceof z.ZodObject && !elsewhere.includes(field) ? namedFields(inner) : null];
		}),
	);
}

/** The part of a payload that has no name, in the payload's own shape; undefined when there is none. */
function unknownPart(named: NamedFields, payload: JsonObject): JsonObject | undefined {
	let extra: JsonObject | undefined;
	for (const field of Object.keys(payload)) {
		const inside = named.get(field);
		const value = payload[field];
		if (inside === null || value === undefined) continue;
		const unknown = inside === undefined ? value : unknownPart(inside, value as JsonObject);
		if (unknown === undefined) continue;
		extra ??= {};
		extra[field] = unknown;
	}
	return extra;
}

function toExtra(unknown: JsonObject | undefined): JsonObject | undefined {
	if (unknown === undefined || !Object.keys(unknown).some((field) => field.startsWith(ownMark))) return unknown;
	return mapFields(unknown, (field) => (field.startsWith(ownMark) ? ownMark + field : field));
}

function fromExtra(extra: JsonObject): JsonObject {
	if (!Object.keys(extra).some((field) => field.startsWith(ownMark))) return extra;
	return mapFields(extra, (field) => {
		if (!field.startsWith(ownMark)) return field;
		return field.startsWith(ownMark + ownMark) ? field.slice(ownMark.length) : undefined;
	});
}

/** A copy with other names; without the fields that have none. */
function mapFields(object: JsonObject, rename: (field: string) => string | undefined): JsonObject {
	const entries = Object.entries(object).flatMap(([field, value]): [string, unknown][] => {
		const name = rename(field);
		return name === undefined ? [] : [[name, value]];
	});
	return Object.fromEntries(entries);
}

function put(target: JsonObject, path: readonly string[], value: unknown): void {
	let object = target;
	for (const part of path.slice(0, -1)) {
		object[part] ??= {};
		object = object[part] as JsonObject;
	}
	object[path.at(-1) as string] = value;
}

function merge(target: JsonObject, extra: JsonObject): JsonObject {
	for (const [field, value] of Object.entries(extra)) {
		const present = target[field];
		target[field] = isObject(present) && isObject(value) ? merge(present, value) : value;
	}
	return target;
}

function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function defineColumns(schema: z.ZodObject, options: ColumnOptions = {}): Columns {
	const columns = listColumns(schema, [], options);
	const named = namedFields(schema, options.elsewhere);
	return {
		names: columns.map((column) => column.name),
		toRow(payload) {
			const row: Row = {};
			for (const column of columns) row[column.name] = valueAt(payload, column.path);
			row.extra = toExtra(unknownPart(named, payload)) ?? null;
			return row;
		},
		toPayload(row) {
			const payload: JsonObject = {};
			for (const column of columns) {
				const value = row[column.name];
				if (value !== null && value !== undefined) put(payload, column.path, value);
			}
			return isObject(row.extra) ? merge(payload, fromExtra(row.extra)) : payload;
		},
	};
}
