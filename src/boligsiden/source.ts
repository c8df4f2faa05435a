import type {
	Bounds,
	FetchOutcome,
	HomeQuery,
	HomeSource,
	ListedHome,
	PageOutcome,
	Problem,
	ReadRecord,
	RequestContext,
	TimelineOutcome,
} from '../import/ports.ts';
import { homeLabel } from '../shared/home-label.ts';
import type { Census } from './census/census.ts';
import type { Attempt, BoligsidenClient, GetOptions } from './client.ts';
import type { AddressPayload } from './contract/address.ts';
import { cleanse } from './contract/cleanse.ts';
import { searchDifferences } from './contract/differences.ts';
import { type ContractProblem, describeIssues, readAddress } from './contract/read-address.ts';
import { type ListedAddress, readListedAddress, readListedId, readSearchPage } from './contract/search-page.ts';
import { readTimeline } from './contract/timeline.ts';
import { ApiError, BlockedError, MalformedResponseError, NotFoundError } from './errors.ts';

const shownProblems = 10;
/** Characters of a body that is kept with its failure; every try keeps it anew. */
const largestPayload = 1_000_000;
const keptBeginning = 10_000;

/** The engine's source on the API's client: errors become outcomes, bodies become checked records. */
export class BoligsidenSource implements HomeSource<AddressPayload> {
	readonly #client: BoligsidenClient;
	readonly #census: Census | undefined;

	/** @param census counts what every record holds before it is checked. */
	constructor(client: BoligsidenClient, census?: Census) {
		this.#client = client;
		this.#census = census;
	}

	/** The same source, whose records are counted. */
	counting(census: Census): BoligsidenSource {
		return new BoligsidenSource(this.#client, census);
	}

	get requests(): number {
		return this.#client.requests;
	}

	/** Sends the request for a query's first page before its reading begins. @param perPage as the reading will ask for. */
	askAhead(query: HomeQuery, perPage: number): void {
		this.#client.askAhead('/search/addresses', searchParamsOf(query, 1, perPage));
	}

	async searchPage(query: HomeQuery, page: number, perPage: number, context: RequestContext): Promise<PageOutcome> {
		try {
			const searchParams = searchParamsOf(query, page, perPage);
			const body = await this.#client.getJson('/search/addresses', { searchParams, ...getOptions(context) });
			return readPage(body);
		} catch (error) {
			const apiError = asApiError(error);
			if (apiError instanceof BlockedError) return { status: 'blocked', message: apiError.message };
			return { status: 'failed', problem: fetchProblem(apiError) };
		}
	}

	countListed({ row }: ListedHome, partition: string): void {
		this.#census?.add('pages', partition, row);
	}

	readListed(home: ListedHome, partition = ''): ReadRecord<AddressPayload> | undefined {
		this.countListed(home, partition);
		const { id, row } = home;
		const read = readAddress(row, id);
		if (!read.ok || !isWhole(read.address)) return undefined;
		return { record: read.address, notes: { unknownFields: read.unknownFields, repairedTexts: read.repaired } };
	}

	differences(listed: AddressPayload, fetched: AddressPayload): string[] {
		return searchDifferences(listed, fetched);
	}

	isListed({ isOnMarket, cases = [] }: AddressPayload): boolean {
		return isOnMarket === true || cases.length > 0;
	}

	async fetchTimeline(id: string, context: RequestContext): Promise<TimelineOutcome> {
		try {
			const body = await this.#client.getJson(`/addresses/${encodeURIComponent(id)}/timeline`, getOptions(context));
			const read = readTimeline(body);
			if (read.ok) return { status: 'read', events: read.events };
			return { status: 'failed', problem: contractProblem(read.problems, body) };
		} catch (error) {
			const apiError = asApiError(error);
			// The home is there, since its record has just come: nothing is known to have happened to it.
			if (apiError instanceof NotFoundError) return { status: 'read', events: [] };
			if (apiError instanceof BlockedError) return { status: 'blocked', message: apiError.message };
			return { status: 'failed', problem: fetchProblem(apiError) };
		}
	}

	async fetchHome(id: string, context: RequestContext): Promise<FetchOutcome<AddressPayload>> {
		let attempts = 0;
		let ms = 0;
		let bytes = 0;
		const onAttempt = (attempt: Attempt): void => {
			attempts++;
			ms += attempt.ms;
			bytes = attempt.bytes ?? 0;
		};
		let body: unknown;
		try {
			body = await this.#client.getJson(`/addresses/${encodeURIComponent(id)}`, { ...getOptions(context), onAttempt });
		} catch (error) {
			const apiError = asApiError(error);
			if (apiError instanceof NotFoundError) return { status: 'gone', attempts, ms };
			if (apiError instanceof BlockedError) return { status: 'blocked', message: apiError.message, attempts, ms };
			return { status: 'failed', problem: fetchProblem(apiError), attempts, ms };
		}
		this.#census?.add('details', context.partition ?? '', body);
		const read = readAddress(body, id);
		if (!read.ok) return { status: 'failed', problem: contractProblem(read.problems, body), attempts, ms };
		const notes = { unknownFields: read.unknownFields, repairedTexts: read.repaired };
		return { status: 'fetched', record: read.address, notes, bytes, attempts, ms };
	}
}

/** Only what is known not to be for sale, and has the lists that every detail has, is whole in a search record. */
function isWhole({ isOnMarket, buildings, registrations }: AddressPayload): boolean {
	return isOnMarket === false && buildings !== undefined && registrations !== undefined;
}

/** Zip codes have four digits. Sorted, since without it there is no stable order from page to page. A comma list of municipalities would silently find nothing. */
export function searchParamsOf(query: HomeQuery, page: number, perPage: number): URLSearchParams {
	const params = new URLSearchParams({ municipalities: query.municipality.slug });
	if (query.addressType !== undefined) params.set('addressTypes', query.addressType);
	for (const zipCode of query.zipCodes ?? []) params.append('zipCodes', String(zipCode).padStart(4, '0'));
	setBounds(params, 'area', query.area);
	setBounds(params, 'price', query.price);
	params.set('sortBy', query.order?.by ?? 'address');
	params.set('sortAscending', String(query.order?.descending !== true));
	params.set('per_page', String(perPage));
	params.set('page', String(page));
	return params;
}

function setBounds(params: URLSearchParams, name: string, bounds: Bounds | undefined): void {
	if (bounds === undefined) return;
	params.set(`${name}Min`, String(bounds.least));
	if (bounds.most !== undefined) params.set(`${name}Max`, String(bounds.most));
}

function getOptions({ onRetry, onAttempt, partition: _, ...context }: RequestContext): GetOptions {
	return {
		...context,
		onAttempt: ({ ms }) => onAttempt?.(ms),
		onRetry: ({ attempt, attempts, delayMs, reason }) =>
			onRetry?.({ attempt: attempt + 1, attempts, delayMs, reason: reason.message }),
	};
}

/** Anything else that is thrown is the signal's reason, or a bug. */
function asApiError(error: unknown): ApiError {
	if (error instanceof ApiError) return error;
	throw error;
}

/** A page that takes the API, or something before it, too long, or that is refused for its size by whatever name. */
function isTooMuch(error: ApiError): boolean {
	if (error instanceof MalformedResponseError) return error.reason === 'too-large';
	return error.kind === 'timeout' || error.kind === 'bad-request' || [408, 413, 504].includes(error.status ?? 0);
}

function fetchProblem(error: ApiError): Problem {
	const malformed = error instanceof MalformedResponseError;
	const outage = error.kind === 'connection' || error.kind === 'timeout' || /^HTTP|rate-limited/.test(error.kind);
	const retryAfterMs =
		'retryAfterMs' in error && typeof error.retryAfterMs === 'number' ? error.retryAfterMs : undefined;
	return {
		...{ stage: malformed ? 'validate' : 'fetch', kind: error.kind, message: error.message, outage },
		...(retryAfterMs !== undefined && { retryAfterMs }),
		...(isTooMuch(error) && { tooMuch: true }),
	};
}

function contractProblem(problems: readonly ContractProblem[], body: unknown): Problem {
	const words = problems.slice(0, shownProblems).map((problem) => problem.message);
	if (problems.length > shownProblems) words.push(`and ${problems.length - shownProblems} more`);
	const message = words.join('; ');
	return { stage: 'validate', kind: 'invalid', message, payload: storable(body) };
}

/** What came, as far as it can be stored and is worth it: of more, or of what is nested too deep, only its beginning. */
function storable(body: unknown): unknown {
	try {
		const text = JSON.stringify(body) ?? '';
		if (text.length <= largestPayload) return cleanse(body, []);
		return { characters: text.length, beginning: text.slice(0, keptBeginning).toWellFormed() };
	} catch {
		return { characters: null, beginning: 'nested too deep to be kept' };
	}
}

function readPage(body: unknown): PageOutcome {
	const page = readSearchPage(body);
	if (!page.success) {
		return { status: 'failed', problem: contractProblem(describeIssues(page.error, body), body) };
	}
	const rows: ListedHome[] = [];
	const problems: Problem[] = [];
	for (const row of page.data.addresses ?? []) {
		const address = readListedAddress(row);
		if (address.success) rows.push(toListedHome(address.data, row));
		else problems.push({ ...contractProblem(describeIssues(address.error, row), row), ...idOf(row) });
	}
	return { status: 'read', page: { totalHits: page.data.totalHits, rows, problems } };
}

/** The home that a row is about, when that much can be read. */
function idOf(row: unknown): { readonly id?: string } {
	const id = readListedId(row);
	return id.success ? { id: id.data.addressID } : {};
}

function toListedHome(address: ListedAddress, row: unknown): ListedHome {
	const { addressID, addressType, isOnMarket, zipCode, municipality } = address;
	return {
		id: addressID,
		label: homeLabel(address, addressID),
		addressType: addressType ?? undefined,
		municipalityCode: municipality.municipalityCode,
		zipCode,
		onMarket: isOnMarket ?? undefined,
		row,
	};
}
