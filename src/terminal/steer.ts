import type { ImportControl } from '../import/control.ts';
import { isLoopback } from '../shared/loopback.ts';
import { type Command, nextBatchSize } from './keys.ts';
import { higherRate, lowerRate, type RateNow } from './rate-steps.ts';
import { speedsOf } from './selectors.ts';
import type { DashboardStore } from './store.ts';

type SteeredStore = Pick<DashboardStore, 'latest' | 'snapshot'>;

/** Passes on the commands that steer the import, whatever is on the screen. @returns false for all others. */
export function steer(command: Command, control: ImportControl, store: SteeredStore): boolean {
	const { paused, workers, batchSize } = store.latest().control;
	switch (command.verb) {
		case 'toggle pause':
			if (paused) control.resume();
			else control.pause();
			return true;
		case 'more workers':
			control.setWorkers(workers + 1);
			return true;
		case 'fewer workers':
			control.setWorkers(workers - 1);
			return true;
		case 'larger batch':
			control.setBatchSize(nextBatchSize(batchSize, 1));
			return true;
		case 'smaller batch':
			control.setBatchSize(nextBatchSize(batchSize, -1));
			return true;
		case 'higher rate':
			control.setRate(higherRate(rateNow(store)));
			return true;
		case 'lower rate':
			control.setRate(lowerRate(rateNow(store)));
			return true;
		default:
			return false;
	}
}

function rateNow(store: SteeredStore): RateNow {
	const { started, control } = store.latest();
	const { requests } = speedsOf(store.snapshot());
	return { rate: control.rate, requests, ours: started !== undefined && isLoopback(started.apiUrl) };
}
