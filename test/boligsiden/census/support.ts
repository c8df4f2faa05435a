import type { Routes } from '../../../src/sandbox/routes.ts';

export type JsonRecord = Record<string, unknown>;

/** The first homes of a municipality and type, by address, as their details are. */
export function recordsOf(routes: Routes, slug: string, type: string, most: number): JsonRecord[] {
	const filter = type === 'all types' ? '' : `&addressTypes=${encodeURIComponent(type)}`;
	const query = `municipalities=${slug}${filter}&sortBy=address&per_page=1000`;
	const { addresses } = read(routes, '/search/addresses', query) as { addresses: JsonRecord[] | null };
	return (addresses ?? []).slice(0, most).map(({ addressID }) => read(routes, `/addresses/${addressID}`) as JsonRecord);
}

function read(routes: Routes, path: string, query = ''): unknown {
	return JSON.parse(String(routes.answer(path, new URLSearchParams(query)).body));
}
