const counts = new Intl.NumberFormat('en');

/** 14368 -> "14,368" */
export function formatCount(count: number): string {
	return counts.format(count);
}

/** 0.43219 -> "43.2 %". Truncated, so that 100 % means all. */
export function formatPercent(share: number): string {
	return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

/** 488.2 -> "488 ms" */
export function formatMs(ms: number): string {
	return `${formatCount(Math.round(ms))} ms`;
}

/** "640 B", "12 kB", "3.4 MB", "1.2 GB", by 1,024. */
export function formatBytes(bytes: number): string {
	if (bytes < 1024) return `${Math.round(bytes)} B`;
	const [size, unit] =
		bytes < 2 ** 20 ? [bytes / 1024, 'kB'] : bytes < 2 ** 30 ? [bytes / 2 ** 20, 'MB'] : [bytes / 2 ** 30, 'GB'];
	return `${size < 10 ? size.toFixed(1) : formatCount(Math.round(size))} ${unit}`;
}

/** In the two largest units that matter: "0.4 s", "12 s", "10 min 6 s", "5 min", "2 h 3 min". */
export function formatDuration(ms: number): string {
	if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
	const seconds = Math.round(ms / 1000);
	if (seconds < 60) return `${seconds} s`;
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
	const [first, second] =
		hours > 0 ? [`${hours} h`, plural(minutes, 'min')] : [`${minutes} min`, plural(seconds % 60, 's')];
	return second === '' ? first : `${first} ${second}`;
}

function plural(amount: number, unit: string): string {
	return amount === 0 ? '' : `${amount} ${unit}`;
}

/** A running clock: "4:22", "1:04:22". */
export function formatElapsed(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
	const rest = String(seconds % 60).padStart(2, '0');
	return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** The local time of day, "14:31". */
export function formatClock(epochMs: number): string {
	const date = new Date(epochMs);
	return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** Local date and time of day, "2026-11-23 14:31". */
export function formatDateTime(date: Date): string {
	const two = (part: number): string => String(part).padStart(2, '0');
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${formatClock(date.getTime())}`;
}
