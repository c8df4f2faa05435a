import { z } from 'zod';
import { addressSchema } from './address.ts';
import { innerSchema } from './inner-schema.ts';
import { droppedRealtorFields } from './listing.ts';

/** A field as the contract knows it, with what is inside it. */
export interface ContractField {
	/** "buildings[].yearBuilt"; empty for the record itself. */
	readonly path: string;
	/** The contract takes only whole numbers there, so that one with decimals is another type. */
	readonly whole: boolean;
	/** Of an object whose fields have names; what the contract does not name may stand beside them. */
	readonly fields?: ReadonlyMap<string, ContractField>;
	/** Of a list. */
	readonly element?: ContractField;
}

/** The contract of an address as a tree of fields; those that are not kept are left out. */
export const contractFields: ContractField = fieldOf(addressSchema, '');

/** The path of a field inside another. */
export function pathWithin(parent: string, name: string): string {
	return parent === '' ? name : `${parent}.${name}`;
}

/** The paths of all fields that the contract names. */
export const contractPaths: ReadonlySet<string> = new Set(pathsOf(contractFields));

/** Kept nowhere, so nothing is lost when they change. */
export function isDropped(name: string): boolean {
	return (droppedRealtorFields as readonly string[]).includes(name);
}

function fieldOf(schema: unknown, path: string): ContractField {
	const inner = innerSchema(schema);
	const field = { path, whole: inner instanceof z.ZodNumberFormat };
	if (inner instanceof z.ZodArray) return { ...field, element: fieldOf(inner.element, `${path}[]`) };
	if (!(inner instanceof z.ZodObject)) return field;
	const named = Object.entries(inner.shape).filter(([name]) => !isDropped(name));
	return { ...field, fields: new Map(named.map(([name, child]) => [name, fieldOf(child, pathWithin(path, name))])) };
}

function pathsOf({ path, fields, element }: ContractField): string[] {
	const inside = [...(fields?.values() ?? []), ...(element === undefined ? [] : [element])];
	return [path, ...inside.flatMap(pathsOf)];
}
