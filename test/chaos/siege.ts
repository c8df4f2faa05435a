import { setTimeout as delay } from 'node:timers/promises';
import { type Phase, runImporter, type Start } from './importer.ts';
import type { Measures } from './measures.ts';
import { drawMoment } from './moments.ts';
import { seededRandom } from './random.ts';

/** The server was away when the importer wanted to open it. */
const databaseAway = 77;

/** In place of a start's number: the first that is not killed. */
const inTheEnd = Number.POSITIVE_INFINITY;

/** From a restart of the server to the kill, ms: mostly enough to come back. */
const [shortestGraceMs, longestGraceMs] = [500, 4000];

export interface SiegeOptions {
	/** The importer's command line, the same at every start. */
	readonly args: readonly string[];
	readonly kills: number;
	readonly restarts: number;
	readonly importers: number;
	readonly seed: number;
	readonly measures: Measures;
	readonly restart: () => Promise<void>;
	readonly print: (line: string) => void;
}

export interface SiegeResult {
	readonly starts: number;
	/** How many kills landed where. */
	readonly landed: ReadonlyMap<Phase, number>;
	/** Kills that came when the importer had ended by itself. */
	readonly tooLate: number;
	/** How often an importer waited for the server and then went on. */
	readonly cameBack: number;
}

/** Starts importers and kills them until all kills are used up, and then lets each come to its own end. */
export class Siege {
	readonly #options: SiegeOptions;
	readonly #random: () => number;
	readonly #landed = new Map<Phase, number>();
	/** Starts in which the server is restarted as well. */
	readonly #restartIn: Set<number>;
	/** How long the last start took: the first one, which makes the database, takes far longer than those that open it. */
	#startUpMs: number;
	#killsLeft: number;
	#tooLate = 0;
	#cameBack = 0;
	#starts = 0;
	/** Homes that importers have said to be stored. */
	#told = 0;

	constructor(options: SiegeOptions) {
		this.#options = options;
		this.#random = seededRandom(options.seed);
		this.#startUpMs = options.measures.startUpMs;
		this.#killsLeft = options.kills;
		this.#restartIn = this.#drawRestarts();
	}

	/** @throws Error when an importer ends as it must not, or says less is stored than it said before. */
	async run(): Promise<SiegeResult> {
		await Promise.all(Array.from({ length: this.#options.importers }, () => this.#besiege()));
		return { starts: this.#starts, landed: this.#landed, tooLate: this.#tooLate, cameBack: this.#cameBack };
	}

	/** One importer after the other, until one has come to its end and no kill is left. */
	async #besiege(): Promise<void> {
		while (true) {
			const wantsKill = this.#killsLeft > 0;
			const start = await this.#start(wantsKill);
			if (start.code === 0 && !wantsKill) return;
			if (start.killed || start.code === 0) continue;
			if (start.code !== databaseAway || this.#options.restarts === 0) {
				throw new Error(`start ${this.#starts} ended by itself with ${start.code}:\n${start.stderr.slice(-2000)}`);
			}
		}
	}

	async #start(wantsKill: boolean): Promise<Start> {
		const number = ++this.#starts;
		const restarts = this.#restartIn.delete(number) || (!wantsKill && this.#restartIn.delete(inTheEnd));
		if (wantsKill) this.#killsLeft--;
		const toldBefore = this.#told;
		const moment = drawMoment(this.#random, { ...this.#options.measures, startUpMs: this.#startUpMs });
		const graceMs = shortestGraceMs + this.#random() * (longestGraceMs - shortestGraceMs);

		let restarting: Promise<void> | undefined;
		const strike = (kill: () => void): void => {
			if (restarts) {
				restarting = this.#options.restart();
				// Awaited below, when the importer has ended.
				restarting.catch(() => {});
			}
			// An importer that meets a restart mostly gets the time to live through it.
			if (wantsKill) delay(restarts ? graceMs : 0).then(kill);
		};
		const start = await runImporter(this.#options.args, wantsKill || restarts ? { at: moment, strike } : undefined);
		await restarting;
		if (restarts && restarting === undefined) this.#restartIn.add(wantsKill ? this.#starts + 1 : inTheEnd);

		this.#startUpMs = start.timeline.find(({ type }) => type === 'run.started')?.ms ?? this.#startUpMs;
		this.#told += start.imported;
		this.#cameBack += start.timeline.filter(({ type }) => type === 'database.back').length;
		if (wantsKill) this.#count(start);
		this.#options.print(this.#line(number, start, restarting !== undefined));
		if (start.skipped !== undefined && start.skipped < toldBefore) {
			throw new Error(
				`start ${number} found ${start.skipped} homes stored, and ${toldBefore} had been reported as stored`,
			);
		}
		return start;
	}

	/** All but one fall into starts that are killed as well; the last into one that is not. */
	#drawRestarts(): Set<number> {
		const { restarts, kills } = this.#options;
		const chosen = new Set<number>();
		if (restarts > 0) chosen.add(inTheEnd);
		while (chosen.size < Math.min(restarts, kills + 1)) chosen.add(1 + Math.floor(this.#random() * kills));
		return chosen;
	}

	/** A kill that found the database away is given back: it met nothing. */
	#count(start: Start): void {
		if (start.killed) this.#landed.set(start.phase, (this.#landed.get(start.phase) ?? 0) + 1);
		else if (start.code === databaseAway) this.#killsLeft++;
		else this.#tooLate++;
	}

	#line(number: number, start: Start, restarted: boolean): string {
		const end = start.killed ? `killed after ${Math.round(start.ms)} ms ${start.phase}` : `ended with ${start.code}`;
		const restart = restarted ? ', server restarted' : '';
		return `start ${number}: ${end}${restart}, ${this.#told} stored`;
	}
}
