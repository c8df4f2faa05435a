import type { ImportControl } from '../import/control.ts';
import type { ImportState } from '../import/progress.ts';
import { type Command, nextBatchSize } from './keys.ts';

/** Passes on the commands that steer the import, whatever is on the screen. @returns false for all others. */
export function steer(command: Command, control: ImportControl, state: ImportState): boolean {
	const { paused, workers, batchSize } = state.control;
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
		default:
			return false;
	}
}
