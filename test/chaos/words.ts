import type { Checksum } from './checksums.ts';
import type { SiegeResult } from './siege.ts';

export function landedLine(kills: number, { starts, landed, tooLate, cameBack }: SiegeResult): string {
	const places = [...landed].map(([phase, count]) => `${count} ${phase}`);
	const back = `the database was away and came back ${cameBack} times`;
	return [`${kills} kills in ${starts} starts: ${places.join(', ')}`, `${tooLate} too late`, back].join(', ');
}

/** A line for each table that either has, and the names of those that are not the same. */
export function checksumTable(
	left: ReadonlyMap<string, Checksum>,
	right: ReadonlyMap<string, Checksum>,
): { readonly lines: readonly string[]; readonly differing: readonly string[] } {
	const names = [...new Set([...left.keys(), ...right.keys()])].sort();
	const differing = names.filter((name) => inWords(left.get(name)) !== inWords(right.get(name)));
	const cells = [
		['table', 'undisturbed', 'after the kills', ''],
		...names.map((name) => [
			name,
			inWords(left.get(name)),
			inWords(right.get(name)),
			differing.includes(name) ? 'DIFFERS' : 'equal',
		]),
	];
	const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
	const lines = cells.map((line) =>
		line
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
	return { lines, differing };
}

function inWords(sum: Checksum | undefined): string {
	return sum === undefined ? 'missing' : `${sum.rows} rows ${sum.hash}`;
}
