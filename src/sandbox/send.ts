import type { ServerResponse } from 'node:http';
import { type Answer, jsonType } from './answer.ts';

/** Sends an answer as it should be. */
export function sendWhole(response: ServerResponse, { status, body, contentType, headers }: Answer): void {
	response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body), ...headers });
	response.end(body);
}

/** Sends the beginning of an answer and breaks the connection. */
export function sendCut(response: ServerResponse, answer: Answer, bytes: number | undefined): void {
	const body = Buffer.from(answer.body);
	response.writeHead(answer.status, { 'Content-Type': answer.contentType, 'Content-Length': body.length });
	const part = body.subarray(0, Math.min(bytes ?? Math.floor(body.length / 2), body.length - 1));
	if (part.length === 0) {
		response.flushHeaders();
		response.socket?.end();
		return;
	}
	// Ending first lets the bytes out; destroying at once may throw them away with the socket.
	response.write(part, () => response.socket?.destroySoon());
}

const floodChunk = Buffer.alloc(64 * 1024, '[0],');

/** Sends a body without an end, waiting whenever the other side does not keep up. */
export function sendFlood(response: ServerResponse, bytes: number): void {
	response.writeHead(200, { 'Content-Type': jsonType });
	response.write('[');
	let left = bytes;
	const pour = (): void => {
		while (left > 0 && !response.destroyed) {
			left -= floodChunk.length;
			if (!response.write(floodChunk)) {
				response.once('drain', pour);
				return;
			}
		}
		response.end();
	};
	pour();
}

/** Sends bytes that need not be HTTP. */
export function sendRaw(response: ServerResponse, bytes: string | Buffer, stayOpen: boolean): void {
	response.socket?.write(bytes, () => {
		if (!stayOpen) response.socket?.destroySoon();
	});
}

/** Sends an answer at so many bytes a second, ten times a second. */
export function sendDrip(response: ServerResponse, answer: Answer, bytesPerSecond: number): void {
	const body = Buffer.from(answer.body);
	response.writeHead(answer.status, { 'Content-Type': answer.contentType, 'Content-Length': body.length });
	const step = Math.max(1, Math.ceil(bytesPerSecond / 10));
	let sent = 0;
	const timer = setInterval(() => {
		response.write(body.subarray(sent, sent + step));
		sent += step;
		if (sent < body.length) return;
		clearInterval(timer);
		response.end();
	}, 100);
	response.on('close', () => clearInterval(timer));
}
