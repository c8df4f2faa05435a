import type { PageOutcome, RequestContext } from '../ports.ts';
import type { DiscoveryContext } from './context.ts';

/** What every request for a search page waits by. */
export type Waits = Pick<RequestContext, 'signal' | 'patience' | 'gate'>;

/**
 * Asks for a search page once the run is not paused; and where a pause came while it only waited for another try, again after it.
 * @param send called each time it is sent; asks for what to wait by when it has a worker's place.
 */
export async function ask(
	{ signal, gate, pause, patience }: Pick<DiscoveryContext, 'signal' | 'gate' | 'pause' | 'patience'>,
	send: (waits: () => Waits) => Promise<PageOutcome>,
): Promise<PageOutcome> {
	while (true) {
		await pause?.pass(signal);
		let rest: AbortSignal | undefined;
		const waits = (): Waits => {
			rest = patience?.();
			return { signal, gate, patience: rest === undefined ? signal : AbortSignal.any([signal, rest]) };
		};
		try {
			return await send(waits);
		} catch (error) {
			if (signal.aborted || rest?.aborted !== true || error !== rest.reason) throw error;
		}
	}
}
