import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { type ColumnType, type ExportColumn, type JsonRow, type RowFormat, rowValues, type Sink } from './columns.ts';

/**
 * A row group is what is held in memory at once: so many rows, or so many characters of JSON. Fewer and larger groups read faster and
 * need a smaller index at the end of the file; of homes the characters come first, of small rows the number.
 */
const rowsOfGroup = 50_000;
const charactersOfGroup = 32 * 2 ** 20;

/** How a type lies in the file: the physical type, and what readers make of it. */
const elements: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
	integer: { type: 'INT32' },
	bigint: { type: 'INT64' },
	double: { type: 'DOUBLE' },
	boolean: { type: 'BOOLEAN' },
	timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' },
	date: { type: 'INT32', converted_type: 'DATE' },
	text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
	json: { type: 'BYTE_ARRAY', converted_type: 'JSON' },
};

/** Parquet, compressed with Snappy, a group of rows at a time; what is nested is a column of JSON. */
export function parquetFormat(columns: readonly ExportColumn[], sink: Sink, createdBy: string): RowFormat {
	const writer = new SinkWriter(sink);
	const schema: SchemaElement[] = [
		{ name: 'root', num_children: columns.length },
		...columns.map(({ name, type }) => ({ name, ...elements[type], repetition_type: 'OPTIONAL' as const })),
	];
	const file = new ParquetWriter({ writer, schema, createdBy });
	let group = emptyGroup(columns);
	const flush = async (): Promise<void> => {
		if (group.rows === 0) return;
		const { values, rows } = group;
		group = emptyGroup(columns);
		await file.write({
			// The bounds of JSON would be kept whole, for every group, to the end of the file.
			columnData: columns.map(({ name, type }, index) => ({
				name,
				data: values[index] ?? [],
				statistics: type !== 'json',
			})),
			rowGroupSize: rows,
		});
	};
	return {
		async write(rows: readonly JsonRow[]) {
			for (const row of rows) {
				for (const [index, value] of rowValues(columns, row).entries()) {
					group.values[index]?.push(stored(value, columns[index]?.type));
				}
				group.rows++;
				group.characters += row.length;
				if (group.rows >= rowsOfGroup || group.characters >= charactersOfGroup) await flush();
			}
		},
		async end() {
			await flush();
			await file.finish();
		},
	};
}

interface Group {
	readonly values: unknown[][];
	rows: number;
	characters: number;
}

function emptyGroup(columns: readonly ExportColumn[]): Group {
	return { values: columns.map(() => []), rows: 0, characters: 0 };
}

function stored(value: unknown, type: ColumnType | undefined): unknown {
	if (value === null) return value;
	if (type === 'bigint') return BigInt(value as number);
	if (type === 'timestamp') return microseconds(String(value));
	if (type === 'date') return new Date(String(value));
	return value;
}

/** Since 1970, as exact as PostgreSQL keeps times; a Date has milliseconds. */
function microseconds(time: string): bigint {
	const [, fraction = ''] = /\.(\d{1,6})/.exec(time) ?? [];
	return BigInt(Math.floor(Date.parse(time) / 1000)) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}

/** The library's writer in memory, emptied into the sink after each group of rows. */
class SinkWriter extends ByteWriter {
	readonly #sink: Sink;

	constructor(sink: Sink) {
		super();
		this.#sink = sink;
	}

	async flush(): Promise<void> {
		const bytes = this.getBytes();
		this.index = 0;
		await this.#sink(bytes);
	}

	override finish(): Promise<void> {
		return this.flush();
	}
}
