import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A `.cpuprofile` as V8 writes it, as far as it is read here. */
export interface CpuProfile {
	readonly nodes: readonly ProfileNode[];
	readonly samples: readonly number[];
	/** Microseconds since the sample before. */
	readonly timeDeltas: readonly number[];
}

interface CallFrame {
	readonly functionName: string;
	readonly url: string;
	/** From 0. */
	readonly lineNumber: number;
	readonly columnNumber: number;
}

interface ProfileNode {
	readonly id: number;
	readonly callFrame: CallFrame;
	readonly children?: readonly number[];
}

export interface ProfileEntry {
	readonly name: string;
	readonly ms: number;
}

export interface ProfileReading {
	/** Time in which the main thread was not idle, ms. */
	readonly busyMs: number;
	readonly idleMs: number;
	/** Time spent in a package or a file of ours itself. */
	readonly selfByOwner: readonly ProfileEntry[];
	readonly selfByFunction: readonly ProfileEntry[];
	/** Time in a function and in whatever it calls. */
	readonly inclusiveByFunction: readonly ProfileEntry[];
	/** Whatever runs below a file of ours is charged to the nearest one: what our own steps cost with all they use. */
	readonly byOurNearestFile: readonly ProfileEntry[];
}

export function readProfile(file: string): ProfileReading {
	const { nodes, ...profile } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
	const sources = new Sources();
	return analyse({ ...profile, nodes: nodes.map((node) => ({ ...node, callFrame: sources.frame(node.callFrame) })) });
}

/** The files that were written, instead of those that the bundler made of them. */
class Sources {
	readonly #maps = new Map<string, SourceMap | undefined>();

	/** As it was where there is no source map. */
	frame(frame: CallFrame): CallFrame {
		if (!frame.url.startsWith('file:')) return frame;
		const entry = this.#mapOf(frame.url)?.findEntry(frame.lineNumber, frame.columnNumber);
		if (entry === undefined || !('originalSource' in entry)) return frame;
		const { originalSource, originalLine, originalColumn } = entry;
		const url = new URL(originalSource, frame.url).href;
		return { ...frame, url, lineNumber: originalLine, columnNumber: originalColumn };
	}

	#mapOf(url: string): SourceMap | undefined {
		if (!this.#maps.has(url)) this.#maps.set(url, readMap(`${fileURLToPath(url)}.map`));
		return this.#maps.get(url);
	}
}

function readMap(file: string): SourceMap | undefined {
	return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload) : undefined;
}

/** V8's own frames that are no work. */
const idleFrames = new Set(['(idle)', '(root)']);

export function analyse(profile: CpuProfile): ProfileReading {
	const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
	const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
	const sums = { owner: new Tally(), self: new Tally(), inclusive: new Tally(), nearest: new Tally() };
	let busyMs = 0;
	let idleMs = 0;
	for (const [id, ms] of selfTimes(profile)) {
		const node = nodes.get(id);
		if (node === undefined) continue;
		if (idleFrames.has(node.callFrame.functionName)) {
			idleMs += ms;
			continue;
		}
		busyMs += ms;
		sums.owner.add(ownerOf(node), ms);
		sums.self.add(labelOf(node), ms);
		const stack = stackOf(id, nodes, parents);
		for (const label of new Set(stack.map(labelOf))) sums.inclusive.add(label, ms);
		sums.nearest.add(ownerOf(stack.find(isOurs) ?? node), ms);
	}
	return {
		busyMs,
		idleMs,
		selfByOwner: sums.owner.sorted(),
		selfByFunction: sums.self.sorted(),
		inclusiveByFunction: sums.inclusive.sorted(),
		byOurNearestFile: sums.nearest.sorted(),
	};
}

class Tally {
	readonly #ms = new Map<string, number>();

	add(name: string, ms: number): void {
		this.#ms.set(name, (this.#ms.get(name) ?? 0) + ms);
	}

	sorted(): ProfileEntry[] {
		return [...this.#ms].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms);
	}
}

function selfTimes({ samples, timeDeltas }: CpuProfile): Map<number, number> {
	const times = new Map<number, number>();
	for (const [index, id] of samples.entries()) {
		times.set(id, (times.get(id) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
	}
	return times;
}

/** The frame itself first, its callers after it. */
function stackOf(
	id: number,
	nodes: ReadonlyMap<number, ProfileNode>,
	parents: ReadonlyMap<number, number>,
): ProfileNode[] {
	const stack: ProfileNode[] = [];
	for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
		const node = nodes.get(at);
		if (node !== undefined && node.callFrame.functionName !== '(root)') stack.push(node);
	}
	return stack;
}

function isOurs({ callFrame }: ProfileNode): boolean {
	return ourFile(callFrame.url) !== undefined;
}

/** "src/property/rows" */
function ourFile(url: string): string | undefined {
	return url.includes('/node_modules/') ? undefined : /\/((?:src|config)\/.*)\.tsx?$/.exec(url)?.[1];
}

/** "pg-protocol", "src/property/rows", "node:internal/deps/undici/undici", "(garbage collector)". */
function ownerOf({ callFrame: { url, functionName } }: ProfileNode): string {
	const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
	if (installed !== undefined) return installed;
	const ours = ourFile(url);
	if (ours !== undefined) return ours;
	if (url !== '') return url;
	return functionName.startsWith('(') ? functionName : 'native (JSON, text, buffers ...)';
}

function labelOf(node: ProfileNode): string {
	const { functionName, url, lineNumber } = node.callFrame;
	const name = functionName === '' ? `anonymous:${lineNumber + 1}` : functionName;
	if (url === '') return name;
	const file = /([^/]+?)(?:\.[jt]sx?)?$/.exec(url)?.[1] ?? '';
	return `${name}  ${ownerOf(node)}${isOurs(node) ? '' : ` ${file}`}`;
}
