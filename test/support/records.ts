import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Real responses of the API, kept beside the repository and not in it. */
const folder = fileURLToPath(new URL('../../../shared/records/', import.meta.url));

export const recordsAreHere = existsSync(folder);
export const whyNoRecords = 'skipped: the real records are not beside this clone (../shared/records)';

export type JsonObject = Record<string, unknown>;

function read(file: string): JsonObject {
	return JSON.parse(readFileSync(folder + file, 'utf8')) as JsonObject;
}

export function realAddresses(): JsonObject[] {
	if (!recordsAreHere) return [];
	const search = read('search-addresses.json');
	return [read('address-detail-on-market.json'), ...(search.addresses as JsonObject[])];
}
