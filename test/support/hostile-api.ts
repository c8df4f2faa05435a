import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { storedPayload } from '../../src/property/payload.ts';
import type { Fault, FaultRequest, JsonRecord, Sandbox } from '../../src/sandbox/server.ts';
import { getJson, sandbox } from '../sandbox/client.ts';
import type { TestDatabase } from './databases.ts';
import type { Ended } from './program.ts';
import { normalise } from './same-payload.ts';
import { type ImportScenario, query, startImport, villaIds, villas } from './scenario.ts';

/** What goes wrong with one home's record; some things only now and then. */
export type HomeFault = Fault | ((request: FaultRequest) => Fault | undefined);

export interface HostileApi {
	readonly api: Sandbox;
	/** The same homes from an API that does nothing to them. */
	readonly honest: Sandbox;
	/** The homes that nothing happens to. */
	readonly good: readonly string[];
	/** The id of the home that each fault happens to, by the fault's name. */
	readonly victims: ReadonlyMap<string, string>;
}

/** An API with so many villas in Dragør, of which each named fault gets one for itself, spread over the list. */
export async function hostileApi(homes: number, faults: Readonly<Record<string, HomeFault>>): Promise<HostileApi> {
	const byId = new Map<string, HomeFault>();
	const api = await sandbox({
		...villas(homes),
		script: (request) => {
			const fault = byId.get(request.path.slice('/addresses/'.length));
			return typeof fault === 'function' ? fault(request) : fault;
		},
	});
	const ids = await villaIds(api);
	const names = Object.keys(faults);
	const step = Math.floor(ids.length / names.length);
	const victims = new Map(names.map((name, index) => [name, ids[index * step] ?? '']));
	for (const [name, id] of victims) byId.set(id, faults[name] as HomeFault);
	return { api, honest: await sandbox(villas(homes)), victims, good: ids.filter((id) => !byId.has(id)) };
}

/** The home's own record, changed by whoever sends it. */
export function record(change: (record: JsonRecord) => JsonRecord): Fault {
	return { kind: 'body', body: (normal) => JSON.stringify(change(JSON.parse(normal) as JsonRecord)) };
}

/** The record's own text with more in it, where more than `JSON.stringify` can say is wanted: `"a": 1e400`. */
export function recordWith(more: string): Fault {
	return { kind: 'body', body: (normal) => `${normal.slice(0, normal.lastIndexOf('}'))}, ${more}}` };
}

/** Every good home is stored, with all that the API says of it. */
export async function expectGoodHomes(database: TestDatabase, { honest, good }: HostileApi): Promise<void> {
	const { orm, close } = await database.open();
	try {
		for (const id of good) {
			const sent = await getJson<JsonRecord>(honest, `/addresses/${id}`);
			expect(normalise(await storedPayload(orm.em.fork(), id))).toEqual(normalise(sent));
		}
	} finally {
		await close();
	}
}

export interface KeptFailure {
	readonly address_id: string | null;
	readonly stage: string;
	readonly kind: string;
	readonly message: string;
	readonly attempts: number;
	readonly payload: unknown;
}

export function failures(database: TestDatabase): Promise<KeptFailure[]> {
	return query<KeptFailure>(
		database,
		'select address_id, stage, kind, message, attempts, payload from import_failure order by address_id',
	);
}

/** An import that has ended, and the most memory it ever took, bytes. */
export interface Watched {
	readonly ended: Ended;
	readonly peakBytes: number;
}

/** Runs an import with JSON lines to its end, and keeps an eye on its memory. */
export async function runWatched(scenario: ImportScenario): Promise<Watched> {
	const program = await startImport({ ...scenario, args: [...(scenario.args ?? []), '--json'] });
	let peakBytes = 0;
	const look = async (): Promise<void> => {
		peakBytes = Math.max(peakBytes, await highWater(program.pid));
	};
	const timer = setInterval(look, 20);
	const ended = await program.ended.finally(() => clearInterval(timer));
	return { ended, peakBytes };
}

/** Memory that an import may take at most, bytes: what a hostile API can add is little beside what an embedded PostgreSQL takes itself. */
export function mostMemory({ target }: TestDatabase): number {
	return (target.kind === 'embedded' ? 1_400 : 500) * 1024 * 1024;
}

/** The kernel's own mark of the most that was ever resident; 0 once the process is gone. */
async function highWater(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
	return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
