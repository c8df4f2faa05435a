import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { expect, test } from 'vitest';
import type { ExportColumn, RowFormat, Sink } from '../../src/export/columns.ts';
import { csvFormat } from '../../src/export/csv.ts';
import { ndjsonFormat } from '../../src/export/ndjson.ts';
import { parquetFormat } from '../../src/export/parquet.ts';

const columns: readonly ExportColumn[] = [
	{ name: 'id', type: 'text' },
	{ name: 'area', type: 'integer' },
	{ name: 'price', type: 'bigint' },
	{ name: 'share', type: 'double' },
	{ name: 'open', type: 'boolean' },
	{ name: 'at', type: 'timestamp' },
	{ name: 'day', type: 'date' },
	{ name: 'more', type: 'json' },
];
const full = {
	...{ id: 'Å "quoted", line\nbreak', area: -3, price: 9_007_199_254_740_991, share: 0.1, open: false },
	...{ at: '2026-11-23T19:14:34.365+00:00', day: '1950-02-03', more: [{ a: 1 }] },
};
const empty = { id: '', area: null, price: null, share: null, open: null, at: null, day: null, more: null };
const lines = [full, empty].map((record) => JSON.stringify(record));

async function written(open: (sink: Sink) => Promise<RowFormat> | RowFormat, batches = [lines]): Promise<Buffer> {
	const pieces: Buffer[] = [];
	const format = await open(async (piece) => {
		pieces.push(Buffer.from(piece)); // a copy: the writer goes on with its bytes
	});
	for (const rows of batches) await format.write(rows);
	await format.end();
	return Buffer.concat(pieces);
}

test('ndjson is the rows as they came, one a line', async () => {
	expect((await written(ndjsonFormat)).toString()).toBe(`${lines.join('\n')}\n`);
	expect((await written(ndjsonFormat, [])).length).toBe(0);
});

test('ndjson writes what would steer a terminal as escapes', async () => {
	const text = (await written(ndjsonFormat, [['{"a":"\u009b31m\u202e"}']])).toString();
	expect(text).toBe('{"a":"\\u009b31m\\u202e"}\n');
});

test('csv quotes where it must, and tells an empty text from none', async () => {
	const text = (await written((sink) => csvFormat(columns, sink))).toString();
	expect(text).toBe(
		[
			'id,area,price,share,open,at,day,more',
			'"Å ""quoted"", line\nbreak",-3,9007199254740991,0.1,false,2026-11-23T19:14:34.365+00:00,1950-02-03,"[{""a"":1}]"',
			'"",,,,,,,',
			'',
		].join('\n'),
	);
});

test('csv of no rows has its line of names', async () => {
	expect((await written((sink) => csvFormat(columns, sink), [])).toString()).toBe(
		'id,area,price,share,open,at,day,more\n',
	);
});

test('csv for a terminal shows texts as the given words, and nothing else', async () => {
	const text = (
		await written((sink) => csvFormat(columns.slice(0, 2), sink, (shown) => `<${shown}>`), [['{"id":"x","area":1}']])
	).toString();
	expect(text).toBe('<id>,<area>\n<x>,1\n');
});

function bytesOf(buffer: Buffer): ArrayBuffer {
	return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength) as ArrayBuffer;
}

test('parquet gives every value back in its type', async () => {
	const file = bytesOf(await written((sink) => parquetFormat(columns, sink, 'test')));
	const types = parquetSchema(parquetMetadata(file)).children.map(
		({ element }) => element.converted_type ?? element.type,
	);
	expect(types).toEqual(['UTF8', 'INT32', 'INT64', 'DOUBLE', 'BOOLEAN', 'TIMESTAMP_MICROS', 'DATE', 'JSON']);
	expect(await parquetReadObjects({ file })).toEqual([
		{ ...full, price: BigInt(full.price), at: new Date(full.at), day: new Date(full.day) },
		empty,
	]);
});

test('parquet keeps the microseconds of a time, after 1970 and before', async () => {
	const times = ['2026-11-23T19:14:34.365123+00:00', '1969-12-31T23:59:59.999999+00:00', '2026-11-23T20:14:34+01:00'];
	const rows = times.map((at) => JSON.stringify({ at }));
	const at = columns.filter(({ name }) => name === 'at');
	const file = bytesOf(await written((sink) => parquetFormat(at, sink, 'test'), [rows]));
	const parsers = { timestampFromMicroseconds: (micros: bigint) => micros };
	expect(await parquetReadObjects({ file, parsers })).toEqual([
		{ at: 1_795_461_274_365_123n },
		{ at: -1n },
		{ at: 1_795_461_274_000_000n },
	]);
});

test('parquet of no rows is a file with columns and no row', async () => {
	const file = bytesOf(await written((sink) => parquetFormat(columns, sink, 'test'), []));
	expect(parquetMetadata(file)).toMatchObject({ num_rows: 0n, row_groups: [] });
	expect(await parquetReadObjects({ file })).toEqual([]);
});

test('parquet closes a group of rows when it is large, by number or by size, and none is lost', async () => {
	const small = Array.from({ length: 50_001 }, (_, index) => JSON.stringify({ id: `${index}` }));
	const byNumber = bytesOf(await written((sink) => parquetFormat(columns.slice(0, 1), sink, 'test'), [small]));
	expect(parquetMetadata(byNumber).row_groups.map(({ num_rows }) => num_rows)).toEqual([50_000n, 1n]);
	expect(await parquetReadObjects({ file: byNumber, rowStart: 49_999 })).toEqual([{ id: '49999' }, { id: '50000' }]);
	const large = Array.from({ length: 5 }, (_, index) => JSON.stringify({ id: String(index).repeat(12_000_000) }));
	const bySize = bytesOf(await written((sink) => parquetFormat(columns.slice(0, 1), sink, 'test'), [large]));
	expect(parquetMetadata(bySize).row_groups.map(({ num_rows }) => num_rows)).toEqual([3n, 2n]);
});
