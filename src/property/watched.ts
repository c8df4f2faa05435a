import { isDeepStrictEqual } from 'node:util';
import type { HomeRows } from './rows.ts';

type Row = Readonly<Record<string, unknown>>;

/** Fields of a home whose changes are kept in `property_change`; and of its buildings. A building that is new or gone is one change. */
const ofHome = ['latestValuation', 'livingArea', 'weightedArea', 'energyLabel', 'isOnMarket', 'addressType'];
const ofBuilding = ['totalArea', 'housingArea', 'basementArea', 'businessArea', 'otherArea', 'yearRenovated'];
const toldOfBuilding = ['buildingName', ...ofBuilding];

/** Whether and since when a home is gone is watched as well. */
export const goneField = 'gone_at';

/** A column's value before and after; `field` names it: "latest_valuation", "building[1].housing_area", "building[1]". */
export interface Change {
	readonly field: string;
	readonly from: unknown;
	readonly to: unknown;
}

/** The path in the API's records that a change's field comes from: "latestValuation", "buildings[].housingArea", "buildings". */
export function pathOf(field: string): string {
	return field
		.replace(/^building\[.*\](\.|$)/s, (_, dot: string) => (dot === '' ? 'buildings' : 'buildings[].'))
		.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What is watched of a home, by field; a building is an object of its columns, those without a value left out. */
export type Watched = ReadonlyMap<string, unknown>;

/** Of a stored home with its buildings, or of the rows that are to take its place, by which it is there. */
export function watchedOf(home: Row, buildings: readonly Row[]): Watched {
	const { goneAt } = home;
	return new Map<string, unknown>([
		...ofHome.map((name): [string, unknown] => [columnOf(name), home[name] ?? null]),
		[goneField, goneAt instanceof Date ? goneAt.toISOString() : null],
		...buildings.map((building): [string, unknown] => [
			`building[${String(building.buildingNumber)}]`,
			Object.fromEntries(
				toldOfBuilding.flatMap((name) => (building[name] == null ? [] : [[columnOf(name), building[name]]])),
			),
		]),
	]);
}

export function watchedOfRows({ property, buildings }: HomeRows): Watched {
	return watchedOf(property, buildings);
}

/** The same before changes that turned out to be none. */
export function withoutChanges(watched: Watched, changes: readonly Pick<Change, 'field' | 'from'>[]): Watched {
	const before = new Map(watched);
	for (const { field, from } of changes) {
		const [, building, column] = /^(building\[.*\])\.([a-z_]+)$/s.exec(field) ?? [];
		if (building === undefined || column === undefined) before.set(field, from);
		else before.set(building, { ...(before.get(building) as Row | null), [column]: from });
	}
	return before;
}

export function changesBetween(before: Watched, after: Watched): Change[] {
	return [...new Set([...before.keys(), ...after.keys()])].flatMap((field): Change[] => {
		const [from, to] = [before.get(field) ?? null, after.get(field) ?? null];
		if (!field.startsWith('building[') || from === null || to === null) return difference(field, from, to);
		return ofBuilding
			.map(columnOf)
			.flatMap((column) => difference(`${field}.${column}`, (from as Row)[column], (to as Row)[column]));
	});
}

function difference(field: string, from: unknown, to: unknown): Change[] {
	const change = { field, from: from ?? null, to: to ?? null };
	return isDeepStrictEqual(change.from, change.to) ? [] : [change];
}

/** "latestValuation" -> "latest_valuation" */
function columnOf(name: string): string {
	return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
