import pMap from 'p-map';
import type { HomeQuery } from '../import/ports.ts';
import { Census, type CountedKinds } from './census/census.ts';
import type { Attempt, BoligsidenClient } from './client.ts';
import { searchDifferences } from './contract/differences.ts';
import { type ContractProblem, describeIssues, readAddress } from './contract/read-address.ts';
import { readListedAddress, readSearchPage } from './contract/search-page.ts';
import { ApiError, BlockedError, NotFoundError } from './errors.ts';
import { searchParamsOf } from './source.ts';

/** What differs from the contract, by path without indexes ("buildings[].yearBuilt"): in how many records, and one of them in words. */
export type Drift = ReadonlyMap<string, { readonly records: number; readonly example: string }>;

/** How some records of today compare with what the program knows. */
export interface ContractProbe {
	/** Homes whose own record was fetched and looked at. */
	readonly records: number;
	/** What the contract requires and a record, or its row in the search, does not have. */
	readonly missing: Drift;
	/** Values of another type, or out of range. */
	readonly mismatched: Drift;
	/** Fields the contract does not name; an import keeps them in `extra`. */
	readonly unknown: Drift;
	/** Where the search says something else than the home's own record: --fetch pages falls back to details there. */
	readonly differing: Drift;
	/** Why homes that the search lists could not be fetched, each once. */
	readonly failures: readonly string[];
	/** Which fields the records have, as an import counts them. */
	readonly counted: CountedKinds;
}

/** The search, as it answers now. */
export interface SearchProbe {
	/** Of the one request, ms. */
	readonly ms: number;
	readonly totalHits: number;
	/** As the API sent them. */
	readonly rows: readonly unknown[];
	/** How far the API's clock is ahead of ours, ms, give or take a second; undefined where its answers tell no time. */
	readonly clockAheadMs: number | undefined;
}

/** Under which name the records are counted, and of which type the homes are; of every type where that is undefined. */
export interface ProbedHomes {
	readonly partition: string;
	readonly addressType: string | undefined;
	readonly signal: AbortSignal;
}

const attempts = 3;

/**
 * Asks for one page of the search. `unreadable` says why what came is none.
 * @throws ApiError; the signal's reason.
 */
export async function probeSearch(
	client: BoligsidenClient,
	query: HomeQuery,
	rows: number,
	signal: AbortSignal,
): Promise<SearchProbe | { readonly unreadable: readonly string[] }> {
	let last: Attempt | undefined;
	let at = 0;
	const body = await client.getJson('/search/addresses', {
		searchParams: searchParamsOf(query, 1, rows),
		...{ signal, attempts },
		onAttempt(attempt) {
			last = attempt;
			at = Date.now();
		},
	});
	const page = readSearchPage(body);
	if (!page.success) return { unreadable: describeIssues(page.error, body).map(({ message }) => message) };
	const { serverTime, ms = 0 } = last ?? {};
	// The header tells whole seconds, cut off: on average half a second behind the middle of the exchange.
	const clockAheadMs = serverTime === undefined ? undefined : serverTime + 500 - (at - ms / 2);
	return { ms, totalHits: page.data.totalHits, rows: page.data.addresses ?? [], clockAheadMs };
}

/** Rows of several searches, each home once; what has no id stays. */
export function withoutRepeats(rows: readonly unknown[]): unknown[] {
	const seen = new Set<string>();
	return rows.filter((row) => {
		const listed = readListedAddress(row);
		if (!listed.success) return true;
		const isNew = !seen.has(listed.data.addressID);
		seen.add(listed.data.addressID);
		return isNew;
	});
}

/** Fetches each listed home once and holds both of its records against the contract and against each other. */
export async function probeContract(
	client: BoligsidenClient,
	rows: readonly unknown[],
	{ partition, addressType, signal }: ProbedHomes,
): Promise<ContractProbe> {
	const census = new Census(new Map(addressType === undefined ? [] : [[partition, addressType]]));
	const [missing, mismatched, unknown, differing] = [new Tally(), new Tally(), new Tally(), new Tally()];
	const failures = new Set<string>();
	let records = 0;
	const blame = (problems: readonly ContractProblem[]): void => {
		const isMissing = ({ message }: ContractProblem): boolean => message.endsWith('got nothing');
		missing.add(asFound(problems.filter(isMissing)));
		mismatched.add(asFound(problems.filter((problem) => !isMissing(problem))));
	};
	const look = async (row: unknown): Promise<void> => {
		const listed = readListedAddress(row);
		if (!listed.success) return blame(describeIssues(listed.error, row));
		const id = listed.data.addressID;
		const body = await fetchRecord(client, id, signal, failures);
		if (body === undefined) return;
		records++;
		census.add('pages', partition, row);
		census.add('details', partition, body);
		const detail = readAddress(body, id);
		if (!detail.ok) return blame(detail.problems);
		unknown.add(detail.unknownFields.map((path) => ({ path, example: path })));
		const search = readAddress(row, id);
		if (!search.ok) return differing.add(asFound(search.problems));
		const paths = searchDifferences(search.address, detail.address);
		differing.add(paths.map((path) => ({ path: ofAnyChild(path), example: path })));
	};
	await pMap(rows, look, { concurrency: 2 });
	const tallies = { missing: missing.paths, mismatched: mismatched.paths, unknown: unknown.paths };
	return { records, ...tallies, differing: differing.paths, failures: [...failures], counted: census.counted() };
}

/** undefined where it is gone, or failed for a reason that is kept. @throws BlockedError, which ends everything. */
async function fetchRecord(
	client: BoligsidenClient,
	id: string,
	signal: AbortSignal,
	failures: Set<string>,
): Promise<unknown> {
	try {
		return await client.getJson(`/addresses/${encodeURIComponent(id)}`, { signal, attempts });
	} catch (error) {
		if (!(error instanceof ApiError) || error instanceof BlockedError) throw error;
		if (!(error instanceof NotFoundError)) failures.add(error.message);
		return undefined;
	}
}

function asFound(problems: readonly ContractProblem[]): { path: string; example: string }[] {
	return problems.map(({ path, message }) => ({ path, example: message }));
}

/** "buildings.2.yearBuilt" is a difference of buildings, whichever. */
function ofAnyChild(path: string): string {
	return path.replace(/^(buildings|registrations)\.[^.]+/, '$1[]');
}

/** Counts a record once for each path. */
class Tally {
	readonly paths = new Map<string, { records: number; example: string }>();

	/** Of one record, whose paths may name one field in several children. */
	add(found: readonly { readonly path: string; readonly example: string }[]): void {
		const named = new Map(found.map(({ path, example }) => [path.replaceAll(/\[[^\]]*\]/g, '[]'), example]));
		for (const [name, example] of named) {
			const known = this.paths.get(name);
			if (known === undefined) this.paths.set(name, { records: 1, example });
			else known.records++;
		}
	}
}
