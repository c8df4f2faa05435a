const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** "90m", "12h", "7d" or "4w" in ms; undefined for anything else. */
export function parseDuration(words: string): number | undefined {
	const [, amount = '', unit = ''] = /^(\d{1,4})([mhdw])$/.exec(words) ?? [];
	const ms = Number(amount) * (units[unit] ?? 0);
	return ms > 0 ? ms : undefined;
}
