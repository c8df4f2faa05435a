import { expect, test } from 'vitest';
import { readAnswer } from '../../src/boligsiden/answer.ts';
import { letGo, readBody } from '../../src/boligsiden/body.ts';

const describe = () => ({ url: '/x', attempts: 1, elapsedMs: 0, sentAt: 0 });
const encoder = new TextEncoder();

/** A body that arrives in these pieces. */
function responseOf(chunks: readonly Uint8Array[]): Response {
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			for (const chunk of chunks) controller.enqueue(chunk);
			controller.close();
		},
	});
	return new Response(body);
}

test('pieces of a body give their memory back as soon as it is whole, and the body once it has been read', async () => {
	const chunks = ['{"street":"Amager ', 'Fælledvej"}'.padEnd(200_000)].map((text) => encoder.encode(text));
	const body = await readBody(responseOf(chunks), 1_000_000);
	expect(chunks.map(({ byteLength }) => byteLength)).toEqual([0, 0]);
	expect(body.byteLength).toBe(200_019);
	expect(readAnswer({ status: 200, headers: new Headers(), body }, describe, 0)).toEqual({
		street: 'Amager Fælledvej',
	});
	expect(body.byteLength).toBe(0);
});

test('memory that is shared with others stays', async () => {
	const memory = encoder.encode('[1, 2, 3]');
	const body = await readBody(responseOf([memory.subarray(0, 4), memory.subarray(4)]), 1_000_000);
	expect(readAnswer({ status: 200, headers: new Headers(), body }, describe, 0)).toEqual([1, 2, 3]);
	expect(new TextDecoder().decode(memory)).toBe('[1, 2, 3]');
});

test('what was given back may be given back again', () => {
	const bytes = encoder.encode('x'.repeat(100_000));
	letGo(bytes);
	letGo(bytes);
	expect(bytes.byteLength).toBe(0);
});
