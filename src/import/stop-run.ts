import type { StopReason } from './events.ts';

/** Ends the whole run in an orderly way, from wherever it is found out that going on makes no sense. */
export class StopRun extends Error {
	override readonly name = 'StopRun';
	readonly reason: StopReason;

	constructor(reason: StopReason, options?: ErrorOptions) {
		super('message' in reason ? reason.message : reason.kind, options);
		this.reason = reason;
	}
}
