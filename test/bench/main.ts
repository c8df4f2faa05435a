import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { adaptiveRow } from './adaptive-row.ts';
import { dashboardRow } from './dashboard-row.ts';
import { serverUrl } from './databases.ts';
import { embeddedRow } from './embedded-row.ts';
import { floorRow } from './floor-row.ts';
import { forecastRow } from './forecast-row.ts';
import { frameRow } from './frame-row.ts';
import { fullRow } from './full-row.ts';
import { latencyRow } from './latency-row.ts';
import { percent } from './numbers.ts';
import { pagesRow } from './pages-row.ts';
import type { Line, Row } from './row.ts';
import { secondRunRow } from './second-run-row.ts';
import { startRow } from './start-row.ts';
import { statementsRow } from './statements-row.ts';

/** Add a row here; README.md says what each one is. */
const rows: readonly Row[] = [
	latencyRow({
		name: 'details-500',
		workers: 12,
		latencyMs: 500,
		homes: 2000,
		importingTarget: 0.98,
		wholeTarget: 0.94,
	}),
	latencyRow({
		name: 'details-100',
		workers: 12,
		latencyMs: 100,
		homes: 2000,
		importingTarget: 0.98,
		wholeTarget: 0.94,
	}),
	latencyRow({
		name: 'workers-50',
		workers: 50,
		latencyMs: 100,
		homes: 14_368,
		importingTarget: 0.95,
		wholeTarget: 0.9,
	}),
	floorRow,
	pagesRow,
	secondRunRow,
	statementsRow,
	embeddedRow,
	dashboardRow,
	frameRow,
	startRow,
	adaptiveRow,
	forecastRow,
	fullRow,
];

const { values: given } = parseArgs({
	options: {
		row: { type: 'string', multiple: true },
		json: { type: 'boolean', default: false },
		full: { type: 'boolean', default: false },
		runs: { type: 'string', default: '3' },
	},
});

interface Measured extends Line {
	readonly row: string;
}

/** Rows that need a server where there is none. */
const unmeasured: string[] = [];

const print = (text: string): boolean => process.stdout.write(`${text}\n`);
const note = (text: string): boolean => process.stderr.write(`  ${text}\n`);

function chosenRows(): readonly Row[] {
	const unknown = given.row?.filter((name) => !rows.some((row) => row.name === name)) ?? [];
	if (unknown.length > 0) {
		note(`There is no row ${unknown.join(', ')}; there are ${rows.map(({ name }) => name).join(', ')}.`);
		process.exit(64);
	}
	return rows.filter(({ name }) => given.row?.includes(name) ?? true);
}

async function measure(row: Row): Promise<Measured[]> {
	if (row.needsServer && serverUrl === undefined) {
		unmeasured.push(row.name);
		const what = 'not measured: needs a PostgreSQL server';
		return [{ row: row.name, what, measured: '', limit: '', target: '' }];
	}
	try {
		const lines = await row.measure({ full: given.full, runs: Number(given.runs), note });
		return lines.map((line) => ({ row: row.name, ...line }));
	} catch (error) {
		// What the other rows have measured is not lost with it.
		const what = `could not be measured: ${error instanceof Error ? error.message : String(error)}`;
		return [{ row: row.name, what, measured: '', limit: '', target: '', ok: false }];
	}
}

function table(lines: readonly Measured[]): string {
	const cells = [
		['row', 'what', 'measured', 'limit', 'share', 'target', ''],
		...lines.map(({ row, what, measured, limit, share, target, ok }) => {
			const verdict = ok === undefined ? '' : ok ? 'ok' : 'BELOW';
			return [row, what, measured, limit, share === undefined ? '' : percent(share), target, verdict];
		}),
	];
	const widths = cells[0]?.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0))) ?? [];
	return cells
		.map((line) =>
			line
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

const lines: Measured[] = [];
for (const row of chosenRows()) lines.push(...(await measure(row)));
const machine = { cores: cpus().length, load: loadavg()[0]?.toFixed(1), node: process.version };
if (given.json) print(JSON.stringify({ machine, lines, unmeasured }));
else {
	print(table(lines));
	print(
		`\n${machine.cores} cores, load ${machine.load}, Node ${machine.node}; the middle one of ${given.runs} runs each`,
	);
}
if (unmeasured.length > 0) {
	note(
		`Not proven: ${unmeasured.join(', ')} ${unmeasured.length === 1 ? 'was' : 'were'} not measured, for DATABASE_URL names no PostgreSQL server.`,
	);
}
process.exitCode = lines.some(({ ok }) => ok === false) ? 1 : unmeasured.length > 0 ? 2 : 0;
