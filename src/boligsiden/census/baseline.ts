import { z } from 'zod';
import type { CountedKinds, CountedPartition, RecordKind } from './census.ts';
import { jsonTypes } from './tallies.ts';

/** Of another shape of census nothing is compared. */
const format = 2;

/**
 * Which homes a run's records are of: every one that the search lists, those that were not stored yet, or those that its `--refresh` looked
 * at again.
 */
const selections = ['every', 'none', 'listed', 'stale'] as const;
export type Selection = (typeof selections)[number];

const ways = ['details', 'pages'] as const;

const countedPartition = z.object({
	type: z.string(),
	records: z.number(),
	fields: z.record(z.string(), z.partialRecord(z.enum(jsonTypes), z.tuple([z.number(), z.number()]))),
});
const partitions = z.record(z.string(), countedPartition);

const censusSchema = z.object({
	format: z.literal(format),
	/** Records of the kinds that were stored. */
	records: z.number(),
	fetch: z.enum(ways),
	selection: z.enum(selections),
	/** Fields that had changed since the census before, which somebody said was all right. */
	accepted: z.array(z.string()),
	/** Of those, which were found to be lost by which partitions by themselves; older runs did not keep it. */
	lostIn: z.record(z.string(), z.array(z.string())).optional(),
	details: partitions,
	pages: partitions,
	/** Older runs did not keep it. */
	listings: partitions.default({}),
});

/** A run's census as the ledger keeps it. */
export type KeptCensus = z.infer<typeof censusSchema>;

/** How a run came by its records. */
export type Origin = Pick<KeptCensus, 'fetch' | 'selection'>;

export function kept(
	counted: CountedKinds,
	about: Pick<KeptCensus, 'records' | 'accepted' | 'lostIn' | keyof Origin>,
): KeptCensus {
	return { format, ...about, ...counted } as KeptCensus;
}

/** What is known of a partition from before. */
export interface Known {
	readonly partition: CountedPartition;
	/** Of other municipalities, or of another choice of homes: only what nearly every home has can be expected here. */
	readonly loosely: boolean;
	/** Of details of another choice of homes: the search records of the same run. What only details of those homes have is not expected. */
	readonly beside?: CountedPartition;
}

/**
 * The censuses that new records are compared with: of each partition the last one that has it and came by its homes in the same way; else,
 * of homes that are looked at again, the last one that had them among all others; else the last one that has the partition. New homes are
 * not as others are. Of a partition that was never counted, all those of its type in the last one that has some. Of what came before an
 * accepted change, the fields that it changed are left out.
 */
export class Baseline {
	readonly #censuses: readonly KeptCensus[];

	/** @param censuses of complete runs, the newest first, as the ledger gave them. */
	constructor(censuses: readonly unknown[]) {
		const changed: string[] = [];
		this.#censuses = censuses
			.flatMap((census) => censusSchema.safeParse(census).data ?? [])
			.map((census) => {
				const before = changed.length === 0 ? census : without(census, [...changed]);
				changed.push(...census.accepted);
				return before;
			});
	}

	of(kind: RecordKind, name: string, type: string | undefined, origin: Origin): Known | undefined {
		const having = this.#censuses.filter((census) => census[kind][name] !== undefined);
		const alike =
			having.find((census) => isAlike(kind, census, origin)) ??
			(origin.selection === 'none'
				? undefined
				: having.find((census) => isAlike(kind, census, { ...origin, selection: 'every' })));
		if (alike !== undefined) return { partition: alike[kind][name] as CountedPartition, loosely: false };
		const [last] = having;
		if (last !== undefined) return loosely(kind, last, (_, partition) => partition === name);
		const ofType = this.#censuses.find((census) =>
			Object.values(census[kind]).some((partition) => partition.type === type),
		);
		return ofType && loosely(kind, ofType, (partition) => partition.type === type);
	}
}

function isAlike(kind: RecordKind, census: KeptCensus, origin: Origin): boolean {
	// Homes for sale are fetched in detail either way.
	if (kind === 'listings') return census.selection === origin.selection;
	return kind === 'details'
		? census.fetch === origin.fetch && census.selection === origin.selection
		: selectionOfPages(census) === selectionOfPages(origin);
}

/** Where homes are fetched in detail, search records are counted whether their homes are wanted or not. */
export function selectionOfPages({ fetch, selection }: Origin): Selection {
	return fetch === 'details' ? 'every' : selection;
}

function loosely(
	kind: RecordKind,
	census: KeptCensus,
	is: (partition: CountedPartition, name: string) => boolean,
): Known {
	const of = (counted: KeptCensus[RecordKind]): CountedPartition =>
		together(
			Object.entries(counted as Record<string, CountedPartition>).flatMap(([name, each]) =>
				is(each, name) ? [each] : [],
			),
		);
	const beside = of(census.pages);
	return { partition: of(census[kind]), loosely: true, ...(kind === 'details' && beside.records > 0 && { beside }) };
}

/** Without the fields that have changed since, and what stands in them. */
function without(census: KeptCensus, changed: readonly string[]): KeptCensus {
	const isOld = (path: string): boolean =>
		changed.some((field) => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[]`));
	const kept = (counted: KeptCensus['details']): KeptCensus['details'] =>
		Object.fromEntries(
			Object.entries(counted).map(([name, partition]) => {
				const fields = Object.entries(partition.fields).filter(([path]) => !isOld(path));
				return [name, { ...partition, fields: Object.fromEntries(fields) }];
			}),
		);
	return { ...census, details: kept(census.details), pages: kept(census.pages), listings: kept(census.listings) };
}

function together([first, ...others]: readonly CountedPartition[]): CountedPartition {
	const fields: Record<string, Record<string, [number, number]>> = {};
	for (const partition of first === undefined ? [] : [first, ...others]) {
		for (const [path, types] of Object.entries(partition.fields)) {
			for (const [type, [records, stretches]] of Object.entries(types)) {
				fields[path] ??= {};
				const sum = fields[path][type] ?? [0, 0];
				fields[path][type] = [sum[0] + records, sum[1] + stretches];
			}
		}
	}
	const records = [first, ...others].reduce((sum, partition) => sum + (partition?.records ?? 0), 0);
	return { type: first?.type ?? '', records, fields };
}
