import { z } from 'zod';
import type { CountedKinds, CountedPartition, RecordKind } from './census.ts';
import { jsonTypes } from './tally.ts';

/** Of another shape of census nothing is compared. */
const format = 1;

const countedPartition = z.object({
	type: z.string(),
	records: z.number(),
	fields: z.record(z.string(), z.partialRecord(z.enum(jsonTypes), z.tuple([z.number(), z.number()]))),
});
const partitions = z.record(z.string(), countedPartition);

const censusSchema = z.object({
	format: z.literal(format),
	/** Records that came in all. */
	records: z.number(),
	/** Fields that had changed since the census before, which somebody said was all right. */
	accepted: z.array(z.string()),
	details: partitions,
	pages: partitions,
});

/** A run's census as the ledger keeps it. */
export type KeptCensus = z.infer<typeof censusSchema>;

export function kept(counted: CountedKinds, records: number, accepted: readonly string[]): KeptCensus {
	return { format, records, accepted: [...accepted], ...counted } as KeptCensus;
}

/** What is known of a partition from before. */
export interface Known {
	readonly partition: CountedPartition;
	/** Of other municipalities, or of another choice of homes: only what nearly every home has can be expected here. */
	readonly loosely: boolean;
}

/**
 * The censuses that new records are compared with: of each partition the last one that has it; of a partition that was never counted,
 * all those of its type in the last one that has any. What came before an accepted change is left out.
 */
export class Baseline {
	readonly #censuses: readonly KeptCensus[];

	/** @param censuses of complete runs, the newest first, as the ledger gave them. */
	constructor(censuses: readonly unknown[]) {
		const readable = censuses.flatMap((census) => censusSchema.safeParse(census).data ?? []);
		const accepted = readable.findIndex((census) => census.accepted.length > 0);
		this.#censuses = accepted === -1 ? readable : readable.slice(0, accepted + 1);
	}

	of(kind: RecordKind, name: string, type: string | undefined): Known | undefined {
		const same = this.#censuses.find((census) => census[kind][name] !== undefined)?.[kind][name];
		if (same !== undefined) return { partition: same as CountedPartition, loosely: false };
		for (const census of this.#censuses) {
			const alike = Object.values(census[kind]).filter((partition) => partition.type === type);
			if (alike.length > 0) return { partition: together(alike as CountedPartition[]), loosely: true };
		}
		return undefined;
	}
}

/**
 * Fields that records had once and have no more, as somebody has accepted: what stored homes still hold of them is of before.
 * @param censuses of complete runs, whichever way they fetched, the newest first.
 */
export function lostFields(censuses: readonly unknown[]): string[] {
	const seen = new Set<string>();
	return censuses.flatMap((census) => {
		const { details = {}, pages = {}, accepted = [] } = censusSchema.safeParse(census).data ?? {};
		for (const { fields } of [...Object.values(details), ...Object.values(pages)]) {
			for (const path of Object.keys(fields)) seen.add(path);
		}
		return accepted.filter((field) => !seen.has(field));
	});
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
