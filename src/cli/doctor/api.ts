import type { BoligsidenClient } from '../../boligsiden/client.ts';
import { ApiError, BlockedError } from '../../boligsiden/errors.ts';
import { type ContractProbe, type Drift, probeContract, probeSearch } from '../../boligsiden/probe.ts';
import type { HomeQuery } from '../../import/ports.ts';
import { formatCount, formatMs } from '../../shared/format.ts';
import { type Check, checking, mostSkewMs, skewWords } from './check.ts';

/** Homes whose records are looked at. */
const probed = 20;
/** A page of so few homes takes a third of that on a good day. */
const slowMs = 3000;
/** Paths told of each kind. */
const shownPaths = 5;

const check = checking('api');
const contract = checking('contract');

/** One page of the search, and the records of the homes on it. */
export async function* apiChecks(
	client: BoligsidenClient,
	{ apiUrl, query, stop }: { readonly apiUrl: string; readonly query: HomeQuery; readonly stop: AbortSignal },
): AsyncGenerator<Check> {
	try {
		const search = await probeSearch(client, query, probed, stop);
		if ('unreadable' in search) {
			yield check('API', 'answers', apiUrl);
			yield contract('Search page', 'as the contract says', search.unreadable.join('; '), ['failure', followUp]);
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
		yield* contractChecks(rows.length, await probeContract(client, rows, stop));
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		const is = error instanceof BlockedError ? `refused: ${error.message}` : error.message;
		yield check('API', 'answers', `${apiUrl}: ${is}`, ['failure', error.hint ?? 'Try again later.']);
	}
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
	const all = `${formatCount(records)} ${records === 1 ? 'record' : 'records'}`;
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
	const more = words.length > shownPaths ? [`and ${words.length - shownPaths} more`] : [];
	return contract(subject, expected, [...words.slice(0, shownPaths), ...more].join('; '), problem);
}
