import type { SandboxThreadOptions } from '../sandbox/thread.ts';
import type { CommandLine } from './settings.ts';

/** The sandbox's part of the settings. */
export function sandboxOptions({ given }: CommandLine, port: number): SandboxThreadOptions {
	const statuses = (given.status ?? []).map((entry): [number, number] => {
		const [status, share] = entry.split(':');
		return [Number(status), Number(share)];
	});
	return {
		port,
		...(given.seed !== undefined && { seed: given.seed }),
		...(given.days !== undefined && { days: given.days }),
		latencyMs: given.latency ?? 0,
		jitterMs: given.jitter ?? 0,
		drift: given.drift ?? 0,
		...(given.driftOver !== undefined && { driftOverS: given.driftOver }),
		knee: given.knee ?? 0,
		failRate: given.failRate ?? 0,
		statuses: new Map(statuses),
	};
}
