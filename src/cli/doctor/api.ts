import type { BoligsidenClient } from '../../boligsiden/client.ts';
import { ApiError, BlockedError } from '../../boligsiden/errors.ts';
import { lostFields } from '../../boligsiden/lost-fields.ts';
import { type ContractProbe, type Drift, probeContract, probeSearch, withoutRepeats } from '../../boligsiden/probe.ts';
import { partitionName } from '../../import/discovery/names.ts';
import { leastRecords } from '../../import/drift-watch.ts';
import type { HomeQuery } from '../../import/ports.ts';
import { formatCount, formatMs } from '../../shared/format.ts';
import { type Check, checking, mostSkewMs, skewWords } from './check.ts';

/** Homes whose records are looked at. */
const probed = 20;
/** And of homes for sale, which have listings. */
const probedForSale = 5;
/** A page of so few homes takes a third of that on a good day. */
const slowMs = 3000;
/** Paths told of each kind. */
const shownPaths = 5;

const check = checking('api');
const contract = checking('contract');

export interface ProbeOptions {
	readonly apiUrl: string;
	readonly query: HomeQuery;
	/** What complete imports have counted, the newest first; or why that is not known. */
	readonly censuses: readonly unknown[] | string;
	readonly stop: AbortSignal;
}

/** One page of the search, and the records of the homes on it; of a few homes for sale too, where there are earlier ones to compare with. */
export async function* apiChecks(client: BoligsidenClient, options: ProbeOptions): AsyncGenerator<Check> {
	const { apiUrl, query, censuses, stop } = options;
	try {
		const search = await probeSearch(client, query, probed, stop);
		if ('unreadable' in search) {
			yield unreadableCheck(search.unreadable);
			return;
		}
		const { ms, totalHits, rows, clockAheadMs } = search;
		const found = `${apiUrl}, ${formatMs(ms)}, ${formatCount(totalHits)} homes of ${query.municipality.name}`;
		yield check(
			'API',
			`answers in less than ${formatMs(slowMs)}`,
			found,
			ms < slowMs ? undefined : ['warning', 'Use fewer workers or a lower --rate, or wait for a quieter hour.'],
		);
		if (clockAheadMs !== undefined) yield clockCheck(clockAheadMs);
		const compares = typeof censuses !== 'string' && rows.length > 0;
		const priced = compares ? await probeSearch(client, { ...query, price: anyPrice }, probedForSale, stop) : none;
		if ('unreadable' in priced) {
			yield unreadableCheck(priced.unreadable);
			return;
		}
		const [partition, { addressType }] = [partitionName(query), query];
		const all = withoutRepeats([...rows, ...priced.rows]);
		const probe = await probeContract(client, all, { partition, addressType, signal: stop });
		yield* contractChecks(all.length, probe);
		if (probe.records > 0) yield lostCheck(censuses, probe, priced.rows.length);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		const is = error instanceof BlockedError ? `refused: ${error.message}` : error.message;
		yield check('API', 'answers', `${apiUrl}: ${is}`, ['failure', error.hint ?? 'Try again later.']);
	}
}

/** Homes without a price are outside every range. */
const anyPrice = { least: 1 };
const none = { rows: [] };

function unreadableCheck(problems: readonly string[]): Check {
	return contract('Search page', 'as the contract says', problems.join('; '), ['failure', followUp]);
}

/** What an import would stop at, once it has met enough records. @param forSale how many of them were listed with a price. */
function lostCheck(censuses: ProbeOptions['censuses'], { counted, records }: ContractProbe, forSale: number): Check {
	const expected = 'those of earlier imports';
	const lost = typeof censuses === 'string' ? censuses : lostFields(censuses, counted, forSale);
	if (lost === undefined || typeof lost === 'string') {
		const mend = `A complete import of ${leastRecords} such homes or more, into a server, leaves something to compare with.`;
		const why = lost ?? 'no complete import has counted such homes';
		return contract('Usual fields', expected, `nothing to compare with: ${why}`, ['unknown', mend]);
	}
	if (lost.length === 0) return contract('Usual fields', expected, `none is missing in ${recordWords(records)}`);
	const mend = `${followUp} An import stops before it writes; --accept-drift makes the change the rule.`;
	return contract('Usual fields', expected, firstFew(lost.map(({ message }) => message)), ['failure', mend]);
}

function recordWords(records: number): string {
	return `${formatCount(records)} ${records === 1 ? 'record' : 'records'}`;
}

function firstFew(words: readonly string[]): string {
	const more = words.length > shownPaths ? [`and ${words.length - shownPaths} more`] : [];
	return [...words.slice(0, shownPaths), ...more].join('; ');
}

const followUp = 'The API has changed and this program must follow: look for a newer version, or report this.';

function clockCheck(aheadMs: number): Check {
	const far = Math.abs(aheadMs) > mostSkewMs;
	const mend = 'Set the clock of this machine by NTP: Retry-After dates and the times of imports are read by it.';
	return check(
		'Clock',
		`within ${mostSkewMs / 1000} s of the API's`,
		`the API's is ${skewWords(aheadMs)}`,
		far ? ['warning', mend] : undefined,
	);
}

function* contractChecks(rows: number, probe: ContractProbe): Generator<Check> {
	const { records, failures, missing, mismatched, unknown, differing } = probe;
	if (rows === 0) {
		const mend = 'Name a municipality that has homes with --municipality.';
		yield contract('Records', `${probed} to look at`, 'none listed', ['warning', mend]);
		return;
	}
	if (failures.length > 0) {
		const mend = 'Run it again; an import tries such homes again by itself.';
		const is = `${records} answered; ${failures.join(' ')}`;
		yield check('Homes', `${rows} answered`, is, [records === 0 ? 'failure' : 'warning', mend]);
		if (records === 0) return;
	}
	if (records === 0 && missing.size + mismatched.size === 0) {
		const mend = 'Run it again, or name another municipality with --municipality.';
		yield contract('Records', `${rows} to look at`, 'none: all that were listed are gone', ['warning', mend]);
		return;
	}
	const all = recordWords(records);
	yield drift('Required fields', 'all there', `all there in ${all}`, missing, ['failure', followUp], true);
	yield drift('Types', 'as in the contract', `right in ${all}`, mismatched, ['failure', followUp], true);
	yield drift('Unknown fields', 'none', `none in ${all}`, unknown, [
		'warning',
		'Nothing is lost, an import keeps them in extra; a newer version may have columns for them.',
	]);
	yield drift('Search and detail', 'the same', `the same in ${all}`, differing, [
		'warning',
		'Leave out --fetch pages: it would fall back to details by itself.',
	]);
}

function drift(
	subject: string,
	expected: string,
	good: string,
	found: Drift,
	problem: readonly ['warning' | 'failure', string],
	examples = false,
): Check {
	if (found.size === 0) return contract(subject, expected, good);
	const words = [...found].map(([path, { records, example }]) => `${examples ? example : path} (${records})`);
	return contract(subject, expected, firstFew(words), problem);
}
