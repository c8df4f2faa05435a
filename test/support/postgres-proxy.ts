import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** A way to a PostgreSQL server over which answers can get lost; closed with `await using`. */
export interface PostgresProxy extends AsyncDisposable {
	readonly port: number;
	/** The next commits reach the server, and the connection breaks before their answer is back. */
	loseAnswersToCommits(times: number): void;
	/** How many of them are still to come. */
	readonly toLose: number;
}

export async function proxyTo(port: number): Promise<PostgresProxy> {
	let toLose = 0;
	const server = createServer((client) => {
		const upstream = connect(port, '127.0.0.1');
		let losing = false;
		client.on('data', (chunk) => {
			if (toLose > 0 && isCommit(chunk)) {
				losing = true;
				toLose--;
			}
			upstream.write(chunk);
		});
		upstream.on('data', (chunk) => (losing ? client.destroy() : client.write(chunk)));
		for (const [one, other] of [[client, upstream] as const, [upstream, client] as const]) {
			one.on('error', () => {});
			one.on('close', () => other.destroy());
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		loseAnswersToCommits(times) {
			toLose = times;
		},
		get toLose() {
			return toLose;
		},
		async [Symbol.asyncDispose]() {
			server.close();
			await once(server, 'close');
		},
	};
}

/** A message of the simple protocol: Q, its length, the text, a zero. */
function isCommit(chunk: Buffer): boolean {
	return chunk[0] === 'Q'.charCodeAt(0) && /^commit\0$/i.test(chunk.subarray(5).toString('latin1'));
}
