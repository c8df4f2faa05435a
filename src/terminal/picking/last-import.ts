import { formatClock } from '../../shared/format.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `today 02:10`, `yesterday 02:10`, `12 Nov`, in other years `12 Nov 2025`; `never`. Local time. */
export function lastImportWords(at: number | undefined, now: number): string {
	if (at === undefined) return 'never';
	const [then, today] = [new Date(at), new Date(now)];
	const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
	if (then.toDateString() === today.toDateString()) return `today ${formatClock(at)}`;
	if (then.toDateString() === yesterday.toDateString()) return `yesterday ${formatClock(at)}`;
	const day = `${then.getDate()} ${months[then.getMonth()]}`;
	return then.getFullYear() === today.getFullYear() ? day : `${day} ${then.getFullYear()}`;
}
