import type { Condition, MunicipalityStatus, PartitionStatus } from '../ledger/freshness.ts';
import { formatCount, formatDateTime } from '../shared/format.ts';
import { sanitize } from '../shared/sanitize.ts';

const labelWidth = 19;

const words: Readonly<Record<Condition, string>> = {
	fresh: 'fresh',
	failures: 'some failed',
	stale: 'stale',
	incomplete: 'incomplete',
	never: 'never',
};

/** Municipalities with what is stored of each against what the API has, for people. */
export function statusLines(municipalities: readonly MunicipalityStatus[]): string[] {
	if (municipalities.length === 0) return ['  no homes yet'];
	const types = new Set(municipalities.flatMap(({ partitions }) => partitions.map(({ addressType }) => addressType)));
	const [only] = types;
	return [
		...(types.size === 1 ? [`  ${typeWords(only ?? null)}`] : []),
		line('', 'stored', 'expected', 'failed', 'last complete', ''),
		...municipalities.flatMap((municipality) => [
			municipalityLine(municipality),
			...(types.size > 1 ? municipality.partitions.map(partitionLine) : []),
		]),
		...oldestCheck(municipalities),
	];
}

/** An import that refreshes nothing completes a municipality without a look at what is stored of it. */
function oldestCheck(municipalities: readonly MunicipalityStatus[]): string[] {
	const checked = municipalities.flatMap(({ name, checkedAt }) => (checkedAt === null ? [] : [{ name, checkedAt }]));
	const [oldest] = checked.sort((a, b) => a.checkedAt.getTime() - b.checkedAt.getTime());
	if (oldest === undefined) return [];
	return [`  oldest check of a home: ${formatDateTime(oldest.checkedAt)}, in ${sanitize(oldest.name)}`];
}

function municipalityLine({ name, homes, expected, completeAt, failures, state }: MunicipalityStatus): string {
	const condition = state === null ? '–' : words[state];
	return line(sanitize(name), formatCount(homes), countOr(expected), countOr(failures), atOr(completeAt), condition);
}

function partitionLine({ addressType, stored, expected, completeAt, failures, state }: PartitionStatus): string {
	const label = `  ${typeWords(addressType)}`;
	return line(label, formatCount(stored), countOr(expected), countOr(failures), atOr(completeAt), words[state]);
}

function typeWords(addressType: string | null): string {
	return addressType === null ? 'all types' : sanitize(addressType);
}

function countOr(count: number | null): string {
	return count === null ? '–' : formatCount(count);
}

function atOr(at: Date | null): string {
	return at === null ? 'never' : formatDateTime(at);
}

function line(label: string, stored: string, expected: string, failed: string, at: string, state: string): string {
	const columns = [label.padEnd(labelWidth), stored.padStart(9), expected.padStart(10), failed.padStart(8)];
	return `  ${columns.join('')}  ${at.padEnd(16)}  ${state}`.trimEnd();
}
