import { defineEntity, p } from '@mikro-orm/core';
import { ImportRun } from './import-run.ts';

/**
 * What a run found and stored of one partition: the homes of a municipality and type. The counts of what was written are kept in the
 * transactions that wrote it, so they are right whenever the run was killed.
 */
const ImportPartitionSchema = defineEntity({
	name: 'ImportPartition',
	properties: {
		run: () => p.manyToOne(ImportRun).ref().fieldName('run_id').deleteRule('cascade').primary(),
		/** "København · villa" */
		name: p.text().primary(),
		municipalityCode: p.integer().index(),
		/** null asks for every type and for homes without one. */
		addressType: p.text().nullable(),
		/** The API's newest total; null until it was read. */
		expected: p.integer().nullable(),
		/** Distinct homes the API listed. */
		listed: p.integer().nullable(),
		/** Rows of another type than asked for, left out. */
		otherType: p.integer().default(0),
		/** Stored before the run, or listed twice. */
		skipped: p.integer().default(0),
		/** Fetched and stored by this run: new ones, and the two that follow. */
		stored: p.integer().default(0),
		/** Of them, stored before, and something has changed. */
		updated: p.integer().default(0),
		/** Of them, stored before, and the same. */
		unchanged: p.integer().default(0),
		failed: p.integer().default(0),
		/** Answered with 404. */
		gone: p.integer().default(0),
		/** Homes, stored or failed before, that the API lists no more, and that it answered for one by one; in none of the counts above. */
		unlisted: p.integer().default(0),
		/** Its search records were stored, and a sample of them compared with the details: no difference. */
		pagesTrusted: p.boolean().default(false),
		/** open (being read, or the run was killed), complete, or short: see gap */
		state: p.text(),
		/** Why it is not complete. */
		gap: p.text().nullable(),
		/** When the API was asked; null until it was. */
		readAt: p.datetime().nullable(),
	},
});

export class ImportPartition extends ImportPartitionSchema.class {}
ImportPartitionSchema.setClass(ImportPartition);
