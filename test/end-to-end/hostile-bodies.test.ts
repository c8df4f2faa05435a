import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
	expectGoodHomes,
	failures,
	type HomeFault,
	hostileApi,
	mostMemory,
	runWatched,
} from '../support/hostile-api.ts';
import { count, expectResult, freshDatabase } from '../support/scenario.ts';

const megabyte = 1024 * 1024;
const json = 'application/json; charset=utf-8';
const gzip = { 'Content-Encoding': 'gzip' };
const page = '<!DOCTYPE html><html><head><title>Vedligeholdelse</title></head><body>Vi er snart tilbage</body></html>';
/** 2 GB of spaces in 2 MB: twenty members, which is one gzip as good as any. */
const bomb = Buffer.concat(Array(20).fill(gzipSync(Buffer.alloc(100 * megabyte, ' '))));

const answer = (body: string | Buffer, contentType = json, headers: Record<string, string> = {}): HomeFault => ({
	...{ kind: 'body', body, contentType, headers },
});
const made = (body: (normal: string) => string | Buffer, contentType = json, headers = {}): HomeFault => ({
	...{ kind: 'body', body, contentType, headers },
});
/** An answer byte by byte as it goes over the line. */
const raw = (head: string, body = ''): HomeFault => ({
	kind: 'raw',
	bytes: `HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`,
});
const once =
	(fault: HomeFault): HomeFault =>
	(request) =>
		request.count > 1 ? undefined : typeof fault === 'function' ? fault(request) : fault;

const html = "The API's answer is a web page, not JSON.";
const notJson = "The API's answer is not JSON.";
const endsEarly = "The API's answer ends in the middle (3 tries).";
const tooLarge = "The API's answer is larger than this client accepts.";
const wrongBytes = "The API's answer holds bytes that do not fit its encoding.";
const connection = /^The connection to the API failed: .* \((?:\w+, )?\d+ tries\)\.$/;

/** Bodies of which no home can be made, with the failure that comes of each: its kind, and its sentence. */
const refused: Readonly<Record<string, readonly [fault: HomeFault, kind: string, message: string | RegExp]>> = {
	'a web page': [answer(page, 'text/html; charset=utf-8'), 'malformed', html],
	'a web page that calls itself JSON': [answer(page), 'malformed', html],
	'JSON that calls itself a picture': [
		answer('{}', 'image/png'),
		'malformed',
		"The API's answer is of another type than JSON.",
	],
	'plain words': [answer('OK', 'text/plain'), 'malformed', notJson],
	'two values': [made((normal) => normal + normal), 'malformed', notJson],
	'nothing at all': [answer(''), 'malformed', "The API's answer is empty (3 tries)."],
	'half of the text': [made((normal) => normal.slice(0, normal.length / 2)), 'malformed', endsEarly],
	'half of the gzip': [
		made((normal) => gzipSync(normal).subarray(0, 200), json, gzip),
		...(['malformed', endsEarly] as const),
	],
	'a broken connection in the middle': [{ kind: 'cut' }, 'connection', connection],
	'a length that is too long': [
		raw(`Content-Type: ${json}\r\nContent-Length: 100000`, '{"addressID":'),
		...(['connection', connection] as const),
	],
	'a length that is too short': [
		made((normal) => normal, json, { 'Content-Length': '100' }),
		...(['malformed', endsEarly] as const),
	],
	'two lengths': [
		raw(`Content-Type: ${json}\r\nContent-Length: 2\r\nContent-Length: 3`, '{} '),
		...(['connection', connection] as const),
	],
	'chunks of no size': [
		raw(`Content-Type: ${json}\r\nTransfer-Encoding: chunked`, 'zz\r\n{}\r\n'),
		...(['connection', connection] as const),
	],
	'no HTTP': [{ kind: 'raw', bytes: 'SSH-2.0-OpenSSH_9.6\r\n' }, 'connection', connection],
	'a header of a megabyte': [raw(`X-Long: ${'x'.repeat(megabyte)}`), 'connection', connection],
	'Latin-1 that calls itself UTF-8': [made((normal) => Buffer.from(normal, 'latin1')), 'malformed', wrongBytes],
	'UTF-16 that calls itself UTF-8': [
		made((normal) => Buffer.from(`\ufeff${normal}`, 'utf16le')),
		'malformed',
		wrongBytes,
	],
	'a charset that nobody knows': [
		made((normal) => normal, 'application/json; charset=klingon'),
		...(['malformed', "The API's answer is in an unknown character set."] as const),
	],
	'text that calls itself gzip': [made((normal) => normal, json, gzip), 'malformed', wrongBytes],
	'a gzip bomb': [answer(bomb, json, gzip), 'malformed', tooLarge],
	'a gzip bomb in a gzip': [answer(gzipSync(bomb), json, { 'Content-Encoding': 'gzip, gzip' }), 'malformed', tooLarge],
	'100 MB, announced': [raw(`Content-Type: ${json}\r\nContent-Length: ${100 * megabyte}`, '{'), 'malformed', tooLarge],
	'100 MB, not announced': [{ kind: 'flood', bytes: 100 * megabyte }, 'malformed', tooLarge],
	'4,000,000 levels': [answer('['.repeat(4_000_000)), 'malformed', tooLarge],
	'2,000,000 levels, closed': [answer('['.repeat(2_000_000) + ']'.repeat(2_000_000)), 'malformed', tooLarge],
	'500,000 levels, closed': [
		answer('['.repeat(500_000) + ']'.repeat(500_000)),
		...(['invalid', /^nested deeper than 64 levels at \[0\]\[0\]/] as const),
	],
};

/** Bodies that look odd and are in order, or are the next time. */
const stored: Readonly<Record<string, HomeFault>> = {
	'Latin-1 that says so': made(
		(normal) => Buffer.from(ascii(normal), 'latin1'),
		'application/json; charset=ISO-8859-1',
	),
	'UTF-16 that says so': made((normal) => Buffer.from(normal, 'utf16le'), 'application/json; charset="utf-16le"'),
	'a byte order mark': made((normal) => `\ufeff${normal}`),
	'JSON without a type': made((normal) => normal, ''),
	gzip: made((normal) => gzipSync(normal), json, gzip),
	'brotli in gzip': made((normal) => gzipSync(brotliCompressSync(normal)), json, { 'Content-Encoding': 'br, gzip' }),
	'gzip of many parts': made(
		(normal) => Buffer.concat([...Buffer.from(normal)].map((byte) => gzipSync(Buffer.from([byte])))),
		...([json, gzip] as const),
	),
	'half, and then the whole': once(made((normal) => normal.slice(0, 1000))),
	'nothing, and then the whole': once(answer('')),
	'a reset, and then an answer': once({ kind: 'reset' }),
	'a slow answer': { kind: 'drip', bytesPerSecond: 4_000 },
};

/** Characters that Latin-1 lacks, as JSON can write them. */
function ascii(text: string): string {
	return text.replaceAll(/[^\0-\u00ff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

describe('bodies made to do harm', () => {
	test('each is a failure with its reason, or read for what it is; the homes beside them are stored, and memory stays small', async () => {
		const faults = {
			...Object.fromEntries(Object.entries(refused).map(([name, [fault]]) => [name, fault])),
			...stored,
		};
		const homes = 110;
		const hostile = await hostileApi(homes, faults);
		const database = await freshDatabase();
		const { ended, peakBytes } = await runWatched({ api: hostile.api, database });

		expect(ended.code).toBe(3);
		const failed = Object.keys(refused).length;
		expectResult(ended, 'completed', { expected: homes, discovered: homes, imported: homes - failed, failed });
		expect(peakBytes).toBeLessThan(mostMemory(database));
		expect(await count(database, 'property')).toBe(homes - failed);
		const oddIds = Object.keys(stored).map((name) => hostile.victims.get(name) ?? '');
		await expectGoodHomes(database, { ...hostile, good: [...hostile.good, ...oddIds] });

		const byId = new Map((await failures(database)).map((failure) => [failure.address_id, failure]));
		expect(byId.size).toBe(failed);
		for (const [name, [, kind, message]] of Object.entries(refused)) {
			const failure = byId.get(hostile.victims.get(name) ?? '');
			expect(failure, name).toMatchObject({ stage: kind === 'connection' ? 'fetch' : 'validate', kind });
			expect(failure?.message, name).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
		}
	}, 180_000);
});
