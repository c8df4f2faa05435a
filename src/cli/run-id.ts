import { randomInt } from 'node:crypto';

const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Readable, sortable, and different for runs of the same minute: 2026-11-23-1421-k7qd (local time). */
export function newRunId(now: Date): string {
	const two = (part: number): string => String(part).padStart(2, '0');
	const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
	const tail = Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join('');
	return `${day}-${two(now.getHours())}${two(now.getMinutes())}-${tail}`;
}
