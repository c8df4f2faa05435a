import type { DatabaseTarget } from '../database/target.ts';
import { shownTarget } from './shown-target.ts';

/** Where there is no database yet, or none of our tables in it: a question about what is stored makes neither. */
export function nothingStored(target: DatabaseTarget): string {
	return `Nothing is stored yet in ${shownTarget(target)}.`;
}
