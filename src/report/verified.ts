import { formatCount } from '../shared/format.ts';
import { sanitize } from '../shared/sanitize.ts';

/** One partition as `verify` found it. */
export interface Verified {
	readonly name: string;
	/** The API's newest total, rows of another type left out. */
	readonly inApi: number;
	/** Distinct homes that the API listed. */
	readonly listed: number;
	/** Homes in the tables. */
	readonly stored: number;
	readonly missing: number;
	readonly extra: number;
	readonly changed: number;
	readonly unreadable: number;
	/** Why the API could not be listed whole. */
	readonly gap?: string;
	/** What the last complete import of it recorded; null when there was none. */
	readonly ledger: { readonly expected: number; readonly readAt: Date } | null;
}

/** The end of a verification, for people. */
export function verifiedLines(partitions: readonly Verified[]): string[] {
	return partitions.flatMap((partition) => [
		`${addsUp(partition) ? '✓' : '✗'} ${sanitize(partition.name)}`,
		`  in the API   ${formatCount(partition.inApi)}   listed ${formatCount(partition.listed)}   stored ${formatCount(partition.stored)}`,
		`  ledger       ${ledgerWords(partition)}`,
		`  differences  ${differenceWords(partition)}`,
		...(partition.gap === undefined ? [] : [`  not listed   ${sanitize(partition.gap)}`]),
	]);
}

export function addsUp({ missing, extra, changed, unreadable, gap }: Verified): boolean {
	return missing + extra + changed + unreadable === 0 && gap === undefined;
}

function ledgerWords({ ledger, inApi }: Verified): string {
	if (ledger === null) return 'no complete import of it yet';
	const since = inApi - ledger.expected;
	const moved = since === 0 ? '' : `, ${formatCount(Math.abs(since))} ${since > 0 ? 'more' : 'fewer'} since`;
	return `${formatCount(ledger.expected)} at the last complete import, ${ledger.readAt.toISOString().slice(0, 16).replace('T', ' ')}${moved}`;
}

function differenceWords({ missing, extra, changed, unreadable }: Verified): string {
	const parts: [count: number, words: string][] = [
		[missing, 'missing (+): import again'],
		[extra, 'not in the API (-)'],
		[changed, 'changed (*)'],
		[unreadable, 'could not be read or stored (!): see bolig-import errors'],
	];
	const told = parts.filter(([count]) => count > 0).map(([count, words]) => `${formatCount(count)} ${words}`);
	return told.length === 0 ? 'none: what the API has is what is stored' : told.join(', ');
}
