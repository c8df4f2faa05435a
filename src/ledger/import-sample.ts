import { defineEntity, p } from '@mikro-orm/core';
import { ImportRun } from './import-run.ts';

/** How a run went, a row every few seconds: what its speed, its latency and its limit were since the row before. */
const ImportSampleSchema = defineEntity({
	name: 'ImportSample',
	properties: {
		run: () => p.manyToOne(ImportRun).ref().fieldName('run_id').deleteRule('cascade').primary(),
		at: p.datetime().primary(),
		/** Homes that came to an end since the row before, skipped ones left out. */
		done: p.integer(),
		failed: p.integer(),
		requests: p.integer(),
		/** Of answers at the first try, median and 95th percentile; null where none came. */
		medianLatencyMs: p.integer().nullable(),
		p95LatencyMs: p.integer().fieldName('p95_latency_ms').nullable(),
		workers: p.integer(),
		/** What held the speed back: latency, rate, database, discovery, api, paused. */
		binding: p.text(),
	},
});

export class ImportSample extends ImportSampleSchema.class {}
ImportSampleSchema.setClass(ImportSample);
