import { abortable } from '../shared/abortable.ts';

/** A door that can be held shut: whoever comes waits until it is opened. */
export class Latch {
	#opening: PromiseWithResolvers<void> | undefined;

	setShut(shut: boolean): void {
		if (shut) this.#opening ??= Promise.withResolvers();
		else {
			this.#opening?.resolve();
			this.#opening = undefined;
		}
	}

	/** @throws the signal's reason when that comes first. */
	async pass(signal: AbortSignal): Promise<void> {
		while (this.#opening !== undefined) await abortable(this.#opening.promise, signal);
	}
}
