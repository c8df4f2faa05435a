import { defineEntity, p } from '@mikro-orm/core';
import { ImportRun } from './import-run.ts';

/** A home that could not be fetched, read or stored. */
const ImportFailureSchema = defineEntity({
	name: 'ImportFailure',
	properties: {
		id: p.bigint('number').primary(),
		run: () => p.manyToOne(ImportRun).ref().fieldName('run_id').deleteRule('cascade').index(),
		/** null where the API gave a row without a usable id. */
		addressId: p.uuid().nullable().index(),
		/** fetch, validate or store */
		stage: p.text(),
		/** What went wrong in two or three words: "timeout", "HTTP 500", "invalid". */
		kind: p.text(),
		message: p.text(),
		/** Requests made for it. */
		attempts: p.integer(),
		/** What the API sent, when it sent something. */
		payload: p.json<unknown>().nullable(),
		failedAt: p.datetime(),
	},
});

export class ImportFailure extends ImportFailureSchema.class {}
ImportFailureSchema.setClass(ImportFailure);
