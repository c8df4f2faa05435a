import { renderToString } from 'ink';
import { vi } from 'vitest';
import { detectDisplay, type Environment } from '../../../src/terminal/display.ts';
import { DisplayContext } from '../../../src/terminal/hooks/use-display.ts';
import type { Size } from '../../../src/terminal/layout.ts';
import type { Choices } from '../../../src/terminal/picking/choices.ts';
import { Step } from '../../../src/terminal/picking/components/step.tsx';
import { isTooSmall } from '../../../src/terminal/picking/layout.ts';
import { pastedActions } from '../../../src/terminal/picking/paste.ts';
import type {
	Facts,
	PickingOptions,
	PickingPorts,
	PickingResult,
	Stored,
} from '../../../src/terminal/picking/ports.ts';
import { runPicking } from '../../../src/terminal/picking/run-picking.tsx';
import { PickingSession } from '../../../src/terminal/picking/session.ts';
import { initialState } from '../../../src/terminal/picking/state.ts';
import { commandOf } from '../../../src/terminal/picking/strokes.ts';
import { StillClock } from '../../support/terminal-clock.ts';
import { TestTerminal } from '../../support/terminal-screen.ts';

export const sizes: readonly Size[] = [
	{ columns: 80, rows: 24 },
	{ columns: 120, rows: 40 },
	{ columns: 60, rows: 20 },
];

/** From where there is hardly room, and one size below that. */
export const smallSizes: readonly Size[] = [
	{ columns: 30, rows: 8 },
	{ columns: 40, rows: 10 },
	{ columns: 45, rows: 12 },
	{ columns: 50, rows: 16 },
	{ columns: 59, rows: 20 },
];

/** 14:26 local time on a Monday. */
export const now = new Date(2026, 10, 23, 14, 26).getTime();

export const hoersholm = 223;
export const koebenhavn = 101;

export const usual: Choices = { municipalityCodes: [], types: ['villa'], workers: 12, batchSize: 50, fetch: 'details' };
export const twoChosen: Choices = { ...usual, municipalityCodes: [hoersholm, koebenhavn] };

export const storedHere: ReadonlyMap<number, Stored> = new Map([
	[hoersholm, villasStored(3691, new Date(2026, 10, 22, 2, 10).getTime())],
	[159, villasStored(812, new Date(2026, 10, 12, 2, 10).getTime())],
]);

export function villasStored(homes: number, lastCompleteAt?: number, due = 0, dueForSale = 0): Stored {
	const figures = { homes, due, dueForSale };
	return { ...figures, byType: new Map([['villa', figures]]), lastCompleteAt };
}

const homesOf: Readonly<Record<number, number>> = { [hoersholm]: 3691, [koebenhavn]: 14_368 };

export const database = 'embedded, ~/.local/share/bolig-import';

/** As the command line does it: a flag for each. */
export function commandLine({ municipalityCodes, types }: Choices): string {
	const municipalities = municipalityCodes.map((code) => `--municipality ${code}`);
	const others = types.map((type) => `--type '${type}'`);
	return ['bolig-import --ci', ...municipalities, ...(types[0] === 'villa' ? [] : others)].join(' ');
}

export function factsOf(changed: Partial<Facts> = {}): Facts {
	return { stored: storedHere, commandLine, database, rate: 10, cores: 8, now, ...changed };
}

/** An API that answers when it is told to, and remembers what it was asked. */
export class FakeApi {
	/** In their order: `223 villa`, `101 all`. */
	readonly asked: string[] = [];
	/** How many were open at the same time, at most. */
	most = 0;
	#open: {
		readonly answer: () => void;
		readonly fail: (error: Error) => void;
		readonly hinder: (reason: string) => void;
	}[] = [];
	readonly #automatic: boolean;
	readonly failing = new Map<number, string>();
	/** By code, what the few homes that come with an answer tell. */
	readonly shareOfDetails = new Map<number, number>();
	/** Every question is answered with this. */
	refused: string | undefined;

	/** `automatic`: every question is answered at once. */
	constructor({ automatic = true } = {}) {
		this.#automatic = automatic;
	}

	get open(): number {
		return this.#open.length;
	}

	readonly countInApi: PickingPorts['countInApi'] = async (code, type, signal, onTrouble) => {
		this.asked.push(`${code} ${type ?? 'all'}`);
		if (this.refused !== undefined) return { refused: this.refused };
		const answer = {
			homes: homesOf[code] ?? 1000 + code,
			latencyMs: 610,
			shareOfDetails: this.shareOfDetails.get(code),
		};
		const reason = this.failing.get(code);
		if (this.#automatic) {
			if (reason !== undefined) throw new Error(reason);
			return answer;
		}
		const { promise, resolve, reject } = Promise.withResolvers<typeof answer>();
		this.#open.push({ answer: () => resolve(answer), fail: reject, hinder: onTrouble });
		this.most = Math.max(this.most, this.#open.length);
		signal.addEventListener('abort', () => reject(signal.reason));
		return promise;
	};

	/** Answers the oldest that is open. */
	async answer(): Promise<void> {
		this.#open.shift()?.answer();
		await settled();
	}

	/** The oldest that is open needs another try. */
	async hinder(reason: string): Promise<void> {
		this.#open[0]?.hinder(reason);
		await settled();
	}

	async fail(reason: string): Promise<void> {
		this.#open.shift()?.fail(new Error(reason));
		await settled();
	}
}

/** Lets everything that waits for an answer go on. */
export function settled(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

export interface StagedOptions {
	readonly initial?: Choices;
	readonly given?: Partial<Choices>;
	readonly api?: FakeApi;
	readonly facts?: Partial<Facts>;
	readonly size?: Size;
	readonly env?: Environment;
}

/** A wizard without a terminal: keys by their names, frames as lines. */
export class Staged {
	readonly api: FakeApi;
	readonly session: PickingSession;
	readonly #facts: Facts;
	readonly #env: Environment;
	#size: Size;

	constructor({ initial = usual, given = {}, api, facts, size, env = {} }: StagedOptions = {}) {
		this.api = api ?? new FakeApi();
		this.#facts = factsOf(facts);
		this.#env = env;
		this.#size = size ?? { columns: 80, rows: 24 };
		this.session = new PickingSession({
			initial: initialState(initial, given),
			facts: this.#facts,
			display: detectDisplay(env),
			size: this.#size,
			countInApi: this.api.countInApi,
			clock: { now: () => now, sleep: async () => {}, turn: async () => {} },
		});
	}

	get choices(): Choices {
		return this.session.state.choices;
	}

	get result(): PickingResult | undefined {
		return this.session.state.result;
	}

	/** Each a key's name, or text that is typed. */
	async press(...keys: readonly string[]): Promise<this> {
		for (const key of keys) {
			for (const stroke of keyNames.has(key) ? [key] : Array.from(key)) {
				const command = commandOf(stroke, this.session.state, isTooSmall(this.#size));
				if (command !== undefined && command.verb !== 'suspend') this.session.obey(command);
			}
		}
		await settled();
		await settled();
		return this;
	}

	/** As a terminal brings what is pasted. */
	async paste(text: string): Promise<this> {
		for (const action of pastedActions(text, this.session.state, isTooSmall(this.#size))) this.session.obey(action);
		await settled();
		return this;
	}

	/** The terminal is another size from now on. */
	resize(size: Size): void {
		this.#size = size;
		this.session.resize(size);
	}

	draw(): readonly string[] {
		return this.#render(false, this.#size.columns);
	}

	/** What a screen reader gets, a sentence a line. */
	hear(): readonly string[] {
		return this.#render(true, 1000);
	}

	#render(spoken: boolean, columns: number): readonly string[] {
		const tree = (
			<DisplayContext value={detectDisplay(this.#env)}>
				<Step snapshot={this.session.snapshot()} size={this.#size} facts={this.#facts} spoken={spoken} />
			</DisplayContext>
		);
		return renderToString(tree, { columns }).split('\n');
	}

	screen(): string {
		return this.draw().join('\n');
	}
}

const keyNames = new Set(
	'up down left right home end enter esc tab space backspace'
		.split(' ')
		.concat('page up', 'page down', 'shift tab', 'ctrl c', 'ctrl r', 'ctrl u', 'ctrl w'),
);

export interface Shown {
	readonly terminal: TestTerminal;
	readonly api: FakeApi;
	readonly result: Promise<PickingResult>;
	see(expected: string | RegExp): Promise<void>;
}

/** The wizard in a terminal. */
export function show(changed: Partial<PickingOptions> & { readonly api?: FakeApi; readonly size?: Size } = {}): Shown {
	const { api = new FakeApi(), size, ...options } = changed;
	const terminal = new TestTerminal(size);
	const { stdin, stdout } = terminal;
	const clock = new StillClock(now);
	const result = runPicking({
		ports: { stored: async () => storedHere, countInApi: api.countInApi, commandLine },
		given: {},
		initial: usual,
		database,
		rate: 10,
		cores: 8,
		clock,
		stdin,
		stdout,
		env: {},
		job: { sleep: async () => {}, onWoken: () => () => {} },
		...options,
	});
	return {
		terminal,
		api,
		result,
		see: (expected) =>
			vi.waitFor(() => {
				clock.advance(100);
				const screen = terminal.screen();
				const found = typeof expected === 'string' ? screen.includes(expected) : expected.test(screen);
				if (!found) throw new Error(`not on the screen: ${expected}\n${screen}`);
			}),
	};
}
