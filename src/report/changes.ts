import { stringify } from 'csv-stringify/sync';
import { formatCount } from '../shared/format.ts';
import type { NoticedChange } from '../shared/noticed-change.ts';
import { sanitize } from '../shared/sanitize.ts';

const columns = 80;
const labelWidth = 24;
/** Columns that hold money, DKK, shown with separators. */
const money = /^latest_valuation$/;

/** A change for people, after the one before it: under its home's name where that is another home. No line is wider than 80 columns. */
export function changeLines(change: NoticedChange, before: NoticedChange | undefined): string[] {
	if (before?.propertyId === change.propertyId) return [lineOf(change)];
	const { home, municipality, addressType } = change;
	const head = [home, municipality, addressType ?? ''].filter((part) => part !== '').map(sanitize);
	return [...(before === undefined ? [] : ['']), cut(head.join(' · ')), lineOf(change)];
}

/** "  2026-11-23 18:40  asking price            4,200,000 → 3,995,000" */
function lineOf(change: NoticedChange): string {
	const time = minute(change.at === null ? change.noticedAt : change.at);
	return cut(`  ${time}  ${sanitize(labelOf(change)).padEnd(labelWidth)}${sanitize(wordsOf(change))}`);
}

function minute(time: Date): string {
	return time.toISOString().slice(0, 16).replace('T', ' ');
}

const priceLabels: Readonly<Record<string, string>> = {
	open: 'put up for sale',
	price_change: 'asking price',
	closed: 'listing closed',
	sold: 'sold',
	built: 'built',
};

function labelOf({ kind, what }: NoticedChange): string {
	if (kind === 'sale') return `sale (${what})`;
	if (kind === 'price') return priceLabels[what] ?? what;
	if (what === 'gone_at') return 'in the API';
	return what.replaceAll('_', ' ').replace(/\.(?=[^.]*$)/, ' ');
}

function wordsOf({ kind, what, from, to }: NoticedChange): string {
	if (kind === 'field' && what === 'gone_at') return to === null ? 'gone → there' : 'there → gone';
	const isMoney = kind !== 'field' || money.test(what);
	const unit = /_area$/.test(what) ? ' m²' : '';
	const [before, now] = [valueWords(from, isMoney, unit), valueWords(to, isMoney, unit)];
	if (kind === 'field') return `${before} → ${now}`;
	return from === null ? now : `${before} → ${now}`;
}

function valueWords(value: unknown, isMoney: boolean, unit: string): string {
	if (value === null) return 'none';
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if (typeof value === 'number' && isMoney) return formatCount(value);
	if (typeof value !== 'object') return `${value}${unit}`;
	const { building_name: name = 'a building', total_area: area } = value as Building;
	return area === undefined ? name : `${name}, ${area} m²`;
}

/** A building that is new or gone, as the history keeps it. */
interface Building {
	readonly building_name?: string;
	readonly total_area?: number;
}

function cut(line: string): string {
	return line.length <= columns ? line : `${line.slice(0, columns - 1).toWellFormed()}…`;
}

const csvColumns = {
	noticed_at: ({ noticedAt }) => noticedAt.toISOString(),
	at: ({ at }) => at?.toISOString() ?? null,
	property_id: ({ propertyId }) => propertyId,
	home: ({ home }) => home,
	municipality: ({ municipality }) => municipality,
	address_type: ({ addressType }) => addressType,
	kind: ({ kind }) => kind,
	what: ({ what }) => what,
	from: ({ from }) => from,
	to: ({ to }) => to,
	run_id: ({ runId }) => runId,
} satisfies Record<string, (change: NoticedChange) => unknown>;

/** The names of the columns. */
export const csvHead = csvLine(Object.keys(csvColumns));

/** The same for a spreadsheet, after RFC 4180; text that could control a terminal is made visible. */
export function changeInCsv(change: NoticedChange): string {
	return csvLine(Object.values(csvColumns).map((of) => of(change)));
}

function csvLine(values: readonly unknown[]): string {
	const texts = values.map((value) =>
		value === null ? '' : sanitize(typeof value === 'object' ? JSON.stringify(value) : String(value)),
	);
	return stringify([texts], { eof: false });
}
