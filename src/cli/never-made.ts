import { existsSync } from 'node:fs';
import type { DatabaseTarget } from '../database/target.ts';
import { shownTarget } from './shown-target.ts';

/** Whether the embedded database was never made: a question about what is stored must not make one. */
export function isNeverMade(target: DatabaseTarget): boolean {
	return target.kind === 'embedded' && !existsSync(target.folder);
}

export function nothingStored(target: DatabaseTarget): string {
	return `Nothing is stored yet in ${shownTarget(target)}.`;
}
