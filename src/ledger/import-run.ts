import { defineEntity, p } from '@mikro-orm/core';

/** One start of the importer: what it was asked to do and what came of it. */
const ImportRunSchema = defineEntity({
	name: 'ImportRun',
	properties: {
		/** Readable and sortable: 2026-11-23-1421-k7 */
		id: p.text().primary(),
		/** The options the run was started with; the database address without its password. */
		options: p.json<Record<string, unknown>>(),
		/** running, completed, incomplete, interrupted, blocked or failed; a run that was killed stays running. */
		status: p.text(),
		counts: p.json<Record<string, number>>().nullable(),
		/** Requests sent to the API, retries included. */
		requests: p.integer().nullable(),
		/** Fields the contract does not name, by path, with how many homes carried each. */
		unknownFields: p.json<Record<string, number>>().nullable(),
		/** How often each field was present in the records of the run, and with which types, by path. */
		census: p.json<Record<string, unknown>>().nullable(),
		/** Answers at the first try: median, 95th and 99th percentile, ms. */
		latency: p.json<Record<string, number>>().nullable(),
		/** How long it took (durationMs), without rest (activeMs), one at a time (sequentialMs), and homesPerSecond; null until it ended. */
		pace: p.json<Record<string, number>>().nullable(),
		/** Committed so far; each commit counts itself, so that one whose answer was lost is not written twice. */
		batches: p.integer().default(0),
		startedAt: p.datetime(),
		finishedAt: p.datetime().nullable(),
	},
});

export class ImportRun extends ImportRunSchema.class {}
ImportRunSchema.setClass(ImportRun);
