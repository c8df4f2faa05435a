import type { Clock } from '../shared/clock.ts';
import type { JobControl } from './hooks/use-suspension.ts';

/** Nobody is there to stop a process whose session has no shell: then the signal is lost, and so long is waited for it. */
const lostAfterMs = 300;

export function processJobControl(clock: Clock): JobControl {
	return {
		async sleep() {
			const woken = Promise.withResolvers<void>();
			process.once('SIGCONT', woken.resolve);
			process.kill(process.pid, 'SIGTSTP');
			await Promise.race([woken.promise, clock.sleep(lostAfterMs)]);
			process.off('SIGCONT', woken.resolve);
		},
		onWoken(callback) {
			process.on('SIGCONT', callback);
			return () => process.off('SIGCONT', callback);
		},
	};
}
