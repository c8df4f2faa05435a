import { mostWorkers } from '../import/control.ts';
import { formatBytes, formatCount, formatDuration, formatMs } from '../shared/format.ts';
import { sanitize } from '../shared/sanitize.ts';
import type { ImportPlan, PlannedPartition } from './import-plan.ts';
import type { ImportSettings } from './import-settings.ts';

export interface PlanFacts extends ImportSettings {
	readonly database: string;
	/** Why what is stored is not known. */
	readonly problem: string | undefined;
	/** Room where the embedded database is; undefined of a server. */
	readonly freeBytes: number | undefined;
	/** An import asks before it starts. */
	readonly asks: boolean;
}

/** What an import would do, for people: a table of the partitions, then what all of it takes. */
export function planLines(plan: ImportPlan, facts: PlanFacts): string[] {
	return [
		...tableLines(plan),
		'',
		...limitLines(plan, facts),
		...checkLines(plan),
		`  requests   ${requestWords(plan, facts)}`,
		...timeLines(plan, facts),
		`  database   ${sanitize(facts.database)}`,
		`             grows by about ${formatBytes(plan.growthBytes)}, ${perHomeWords(plan)}`,
		...cautions(plan, facts).map((words) => `  ! ${words}`),
		'',
		'  Nothing was stored now.',
	];
}

function tableLines({ partitions, stored }: ImportPlan): string[] {
	const sum = (field: 'homes' | 'toImport'): number => partitions.reduce((total, each) => total + each[field], 0);
	const all = { name: 'all', homes: sum('homes'), stored, toImport: sum('toImport') };
	const rows = partitions.length > 1 ? [...partitions, all] : partitions;
	const table = [['', 'in the API', 'stored', 'to import'], ...rows.map(cells)];
	const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
	return table.map((row) => {
		const [name = '', ...figures] = row.map((cell, column) =>
			column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
		);
		return `  ${[name, ...figures].join('   ')}`;
	});
}

function cells({ name, homes, stored, toImport }: Omit<PlannedPartition, 'toCheck'>): string[] {
	const kept = stored === undefined ? 'not known' : formatCount(stored);
	return [sanitize(name), formatCount(homes), kept, formatCount(toImport)];
}

function limitLines({ toImport }: ImportPlan, { limit }: PlanFacts): string[] {
	if (limit === undefined) return [];
	return [`  limit      the first ${formatCount(limit)} homes: at most ${formatCount(toImport)} to import`];
}

function checkLines({ toCheck }: ImportPlan): string[] {
	return toCheck === 0
		? []
		: [`  refresh    about ${formatCount(toCheck)} stored ${toCheck === 1 ? 'home is' : 'homes are'} looked at again`];
}

/** Splitting a large partition only adds to the pages; how many homes pages cannot stand for, or are looked at again, is a guess. */
function requestWords(plan: ImportPlan, { fetch, timeline }: PlanFacts): string {
	const { requests, details, timelines, searches, split, toCheck } = plan;
	const homes = `${formatCount(details)} homes${fetch === 'pages' ? ' for sale or in the sample' : ''}`;
	const histories = timeline ? `, ${formatCount(timelines)} ${timelines === 1 ? 'timeline' : 'timelines'}` : '';
	const pages = `${split ? 'at least ' : ''}${formatCount(searches)} ${searches === 1 ? 'request' : 'requests'} to the search`;
	const roughly = split && fetch === 'details' && toCheck === 0 ? 'at least' : 'about';
	return `${roughly} ${formatCount(requests)}: ${homes}${histories}, ${pages}`;
}

function timeLines({ expectedMs, latencyMs }: ImportPlan, { workers, adaptive, rate }: PlanFacts): string[] {
	if (expectedMs === undefined) return ['  time       not known: the API answered nothing that could be timed'];
	const latency = latencyMs === undefined ? '' : `, ${formatMs(latencyMs)} a home as measured now`;
	const pace = `${adaptive ? `up to ${mostWorkers}` : formatCount(workers)} workers, ${rate === 0 ? 'no ceiling on requests' : `at most ${rate} requests a second`}`;
	return [
		`  time       ${adaptive ? 'at least' : 'about'} ${formatDuration(expectedMs)}`,
		`             ${pace}${latency}`,
	];
}

function perHomeWords({ bytesPerHome, bytesMeasured }: ImportPlan): string {
	return `${formatBytes(bytesPerHome)} a home${bytesMeasured ? ' as stored so far' : ' as is usual'}`;
}

function cautions(plan: ImportPlan, { problem, freeBytes, asks }: PlanFacts): string[] {
	const tight = freeBytes !== undefined && freeBytes < plan.growthBytes;
	return [
		...(problem === undefined ? [] : [`What is stored is not known, so nothing is left out: ${sanitize(problem)}`]),
		...(tight ? [`Its disk has only ${formatBytes(freeBytes)} left.`] : []),
		...(asks ? ['An import as large as this asks before it starts; in a script add --yes.'] : []),
	];
}
