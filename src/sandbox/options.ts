import type { JsonRecord } from './address-record.ts';
import type { FaultScript } from './fault.ts';

export interface SandboxOptions {
	/** Another seed, another country. @default 1 */
	readonly seed?: number;
	/** The same world so many days later: prices cut, homes sold, put up for sale, revalued, demolished. @default 0 */
	readonly days?: number;
	/** @default 0, any free port */
	readonly port?: number;
	/** Time an answer takes, ms. @default 0 */
	readonly latencyMs?: number;
	/** Added to or taken from the latency, evenly distributed, ms. @default 0 */
	readonly jitterMs?: number;
	/** The latency grows evenly by this share of itself, from the first request on. @default 0 */
	readonly drift?: number;
	/** In this time, s; then it stays. @default 60 */
	readonly driftOverS?: number;
	/** Requests a second above which latency rises steeply; above 1.25 times as many the answer is 429. @default 0, none */
	readonly knee?: number;
	/** Share of answers that are 500. @default 0 */
	readonly failRate?: number;
	/** Share of answers by status, such as 429 -> 0.01; 429 and 503 carry `Retry-After: 1`. */
	readonly statuses?: ReadonlyMap<number, number>;
	/** Consulted for every request before the random faults are. */
	readonly script?: FaultScript;
	/** Last change of a generated address record, in a detail and in a search alike, for tests that need a bad one. */
	readonly map?: (record: JsonRecord) => JsonRecord;
	/** Villas by municipality code instead of the real number, for small tests. */
	readonly villas?: ReadonlyMap<number, number>;
}
