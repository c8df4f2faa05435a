import type { CountedPartition } from './census.ts';

/** The share of records from which a field counts as there in nearly every one. */
export const nearlyAll = 0.95;
/** What belongs to the place and not to the home: the homes of another place may well lack it all. */
const ofThePlace = /^(municipality|province|zip|city|road|place)\./;
/** And so may they, of what has no place at all. */
const byPlace = /^(placeName$|(municipality|province|zip|city|road|place)(\.|$))/;

/** Records that have what the field stands in. */
export function recordsOf(partition: CountedPartition, path: string): number {
	const parent = parentOf(path);
	if (parent.path === '') return partition.records;
	return partition.fields[parent.path]?.[parent.type]?.[0] ?? 0;
}

/** "cases[].priceCash" stands in "cases[]", "cases[]" in "cases"; the path of what is at the top stands in "". */
export function parentOf(path: string): { readonly path: string; readonly type: 'array' | 'object' } {
	if (path.endsWith('[]')) return { path: path.slice(0, -2), type: 'array' };
	return { path: path.slice(0, Math.max(0, path.lastIndexOf('.'))), type: 'object' };
}

/** Whether nearly every record had the field, so that those of another place can be expected to have it. */
export function isUsual(before: CountedPartition, path: string): boolean {
	return !isKnown(before, path) || (!ofThePlace.test(path) && nearlyAllHad(recordsOf(before, path), before, path));
}

/** Whether the homes of some places have the field and those of others have not, be it that these have no such place. */
export function variesByPlace(before: CountedPartition, path: string): boolean {
	return byPlace.test(path) && isKnown(before, path) && !nearlyAllHad(before.records, before, path);
}

/** A field of another name that came new must be seen beside what it may stand for. */
function isKnown(before: CountedPartition, path: string): boolean {
	return path in before.fields;
}

/** Whether nearly all of so many records had the field. */
function nearlyAllHad(all: number, before: CountedPartition, path: string): boolean {
	const records = Math.max(...Object.values(before.fields[path] ?? {}).map(([records]) => records));
	return records >= nearlyAll * all;
}

/** What only homes that are for sale have, few search records have, or none; what stands in it can be told by itself. */
export function isOfEveryHome(searchRecords: CountedPartition, path: string): boolean {
	if (path in searchRecords.fields) return isUsual(searchRecords, path);
	const parent = parentOf(path).path;
	return parent !== '' && !(parent in searchRecords.fields);
}
