import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const program = '/usr/bin/chromium';

/** Whether there is a browser to look with. */
export const hasChromium = existsSync(program);

export interface Look {
	readonly width: number;
	readonly scheme: 'light' | 'dark';
}

/** A page as the browser showed it. */
export interface Shown {
	/** What it wrote to the console, refused or could not do. */
	readonly messages: readonly string[];
	/** Everything it asked for, itself included. */
	readonly requests: readonly string[];
	/** What the expression came to in the page. */
	readonly value: unknown;
	readonly picture: Buffer;
}

interface Message {
	readonly id?: number;
	readonly method?: string;
	readonly params?: unknown;
	readonly result?: unknown;
	readonly error?: { readonly message: string };
}

const messageMethods = ['Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Log.entryAdded', 'Audits.issueAdded'];

/** A browser of its own, without a window and without a network, steered by the DevTools protocol. */
export class Chromium {
	readonly #process: ChildProcess;
	readonly #folder: string;
	readonly #socket: WebSocket;
	readonly #answers = new Map<number, PromiseWithResolvers<unknown>>();
	#events: Message[] = [];
	#listeners: (() => void)[] = [];
	#session: string | undefined;
	#sent = 0;

	private constructor(process: ChildProcess, folder: string, socket: WebSocket) {
		this.#process = process;
		this.#folder = folder;
		this.#socket = socket;
		socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data)) as Message));
	}

	static async start(): Promise<Chromium> {
		const folder = await mkdtemp(join(tmpdir(), 'bolig-import-chromium-'));
		const quiet = ['background-networking', 'component-update', 'sync', 'default-apps', 'gpu', 'dev-shm-usage'];
		const child = spawn(
			program,
			[
				...['--headless=new', '--no-sandbox', '--no-first-run', '--hide-scrollbars', '--remote-debugging-port=0'],
				...quiet.map((what) => `--disable-${what}`),
				...['--host-resolver-rules=MAP * ~NOTFOUND', `--user-data-dir=${folder}`, 'about:blank'],
			],
			{ stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: folder } },
		);
		const socket = new WebSocket(await addressOf(child));
		await once(socket, 'open');
		const browser = new Chromium(child, folder, socket);
		const { targetId } = (await browser.#send('Target.createTarget', { url: 'about:blank' })) as { targetId: string };
		const attached = await browser.#send('Target.attachToTarget', { targetId, flatten: true });
		browser.#session = (attached as { sessionId: string }).sessionId;
		for (const domain of ['Page', 'Runtime', 'Log', 'Network', 'Audits']) await browser.#send(`${domain}.enable`);
		return browser;
	}

	/** Opens a file, as wide and as light as asked for. @param expression evaluated in the page. */
	async show(file: string, { width, scheme }: Look, expression: string): Promise<Shown> {
		const size = { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 };
		await this.#send('Emulation.setDeviceMetricsOverride', size);
		await this.#send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
		this.#events = [];
		await this.#send('Page.navigate', { url: pathToFileURL(file).href });
		await this.#happened('Page.loadEventFired');
		const evaluated = await this.#send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
		const shot = await this.#send('Page.captureScreenshot', { captureBeyondViewport: true });
		const of = (methods: readonly string[]): Message[] =>
			this.#events.filter(({ method = '' }) => methods.includes(method));
		return {
			messages: of(messageMethods).map(({ params }) => JSON.stringify(params)),
			requests: of(['Network.requestWillBeSent']).map(
				({ params }) => (params as { request: { url: string } }).request.url,
			),
			value: (evaluated as { result: { value: unknown } }).result.value,
			picture: Buffer.from((shot as { data: string }).data, 'base64'),
		};
	}

	async close(): Promise<void> {
		this.#socket.close();
		if (this.#process.exitCode === null) {
			this.#process.kill('SIGTERM');
			await once(this.#process, 'close');
		}
		await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
	}

	#send(method: string, params: object = {}): Promise<unknown> {
		const id = ++this.#sent;
		const answer = Promise.withResolvers<unknown>();
		this.#answers.set(id, answer);
		const session = this.#session === undefined ? {} : { sessionId: this.#session };
		this.#socket.send(JSON.stringify({ id, method, params, ...session }));
		return answer.promise;
	}

	#receive(message: Message): void {
		if (message.id === undefined) {
			this.#events.push(message);
			for (const listener of this.#listeners) listener();
			return;
		}
		const answer = this.#answers.get(message.id);
		this.#answers.delete(message.id);
		if (message.error === undefined) answer?.resolve(message.result);
		else answer?.reject(new Error(message.error.message));
	}

	#happened(method: string): Promise<void> {
		const { promise, resolve } = Promise.withResolvers<void>();
		const look = (): void => {
			if (this.#events.some((event) => event.method === method)) resolve();
		};
		this.#listeners = [look];
		look();
		return promise;
	}
}

async function addressOf(child: ChildProcess): Promise<string> {
	let written = '';
	for await (const text of child.stderr?.setEncoding('utf8') ?? []) {
		written += text;
		const [, address] = /DevTools listening on (ws:\S+)/.exec(written) ?? [];
		if (address === undefined) continue;
		child.stderr?.resume();
		return address;
	}
	throw new Error(`Chromium ended before it could be steered:\n${written}`);
}
