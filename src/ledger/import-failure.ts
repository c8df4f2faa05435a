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
		/** For people: "Mejlgade 82A, 2. tv, 8000". */
		label: p.text(),
		/** The partition that listed it: "København · villa". */
		partition: p.text(),
		/** It was asked for because it is stored or had failed before, and is listed no more. */
		unlisted: p.boolean().default(false),
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
		/** When the home was stored after all, or found to be gone; null while it is open. */
		solvedAt: p.datetime().nullable(),
	},
});

export class ImportFailure extends ImportFailureSchema.class {}
ImportFailureSchema.setClass(ImportFailure);
