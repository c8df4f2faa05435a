/** What a column holds, as far as a format treats it differently. A number of type `double` may have had more digits in the database. */
export type ColumnType = 'integer' | 'bigint' | 'double' | 'boolean' | 'timestamp' | 'date' | 'text' | 'json';

export interface ExportColumn {
	readonly name: string;
	readonly type: ColumnType;
}

/** A row as the database gives it: one object in JSON, on one line. */
export type JsonRow = string;

/** One format: takes rows, in order, and gives what belongs into the file. */
export interface RowFormat {
	write(rows: readonly JsonRow[]): Promise<void>;
	/** What ends the file; the output itself is closed by whoever opened it. */
	end(): Promise<void>;
}

/** Where the bytes go. Resolves once they are taken, so that whoever waits never has more than one piece in memory. */
export type Sink = (bytes: Uint8Array | string) => Promise<void>;

/** The values of a row in the order of the columns; null where it has none. */
export function rowValues(columns: readonly ExportColumn[], row: JsonRow): unknown[] {
	const record = JSON.parse(row) as Record<string, unknown>;
	return columns.map(({ name }) => record[name] ?? null);
}
