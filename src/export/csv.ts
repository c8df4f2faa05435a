import { stringify } from 'csv-stringify/sync';
import { type ExportColumn, type JsonRow, type RowFormat, rowValues, type Sink } from './columns.ts';

/**
 * RFC 4180 in UTF-8 with a line of names first. What has no value is empty, an empty text is `""`; what is nested is JSON in its
 * column. Texts stand as they are: one that begins with `=` is not altered for the sake of a spreadsheet.
 *
 * @param shown makes a text harmless where it goes to a terminal.
 */
export async function csvFormat(
	columns: readonly ExportColumn[],
	sink: Sink,
	shown: (text: string) => string = (text) => text,
): Promise<RowFormat> {
	const lines = (rows: unknown[][]): string =>
		stringify(rows, { quoted_match: /^$/, cast: { boolean: String, string: shown } });
	await sink(lines([columns.map(({ name }) => name)]));
	return {
		async write(rows: readonly JsonRow[]) {
			if (rows.length > 0) await sink(lines(rows.map((row) => rowValues(columns, row).map(inText))));
		},
		async end() {},
	};

	function inText(value: unknown, index: number): unknown {
		return value !== null && columns[index]?.type === 'json' ? JSON.stringify(value) : value;
	}
}
