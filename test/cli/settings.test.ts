import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { environmentName, type SettingName, settings } from '../../config/settings.ts';
import { metrics } from '../../config/thresholds.ts';
import { readSettings } from '../../src/cli/settings.ts';
import { UserError } from '../../src/shared/errors.ts';

/** A folder of its own, with a config file in it where there is content. */
function folder(config?: unknown): string {
	const path = mkdtempSync(join(tmpdir(), 'bolig-import-settings-'));
	onTestFinished(() => rmSync(path, { recursive: true, force: true }));
	if (config !== undefined) {
		writeFileSync(join(path, 'bolig-import.json'), typeof config === 'string' ? config : JSON.stringify(config));
	}
	return path;
}

interface Places {
	readonly argv?: string[];
	readonly env?: Record<string, string>;
	readonly config?: unknown;
}

const read = ({ argv = [], env = {}, config }: Places) => readSettings(argv, env, folder(config));

function refusal(places: Places): UserError {
	try {
		read(places);
	} catch (error) {
		if (error instanceof UserError) return error;
		throw error;
	}
	throw new Error('It was taken.');
}

test('nothing given is nothing read: defaults are not filled in here', () => {
	expect(read({})).toEqual({ words: [], given: {}, origin: {} });
});

test.each([
	[{ config: { workers: 3 } }, 3, 'config file'],
	[{ config: { workers: 3 }, env: { BOLIG_IMPORT_WORKERS: '5' } }, 5, 'environment'],
	[{ config: { workers: 3 }, env: { BOLIG_IMPORT_WORKERS: '5' }, argv: ['--workers', '7'] }, 7, 'flag'],
	[{ config: { workers: 3 }, argv: ['--workers=7'] }, 7, 'flag'],
	[{ env: { BOLIG_IMPORT_WORKERS: '' }, config: { workers: 3 } }, 3, 'config file'],
] as const)('flags win over the environment, the environment over the file: %j', (places, workers, origin) => {
	const line = read(places as Places);
	expect(line.given.workers).toBe(workers);
	expect(line.origin.workers).toBe(origin);
});

test('a list of a higher place takes the place of the lower one, they are not joined', () => {
	const line = read({ config: { municipality: ['a', 'b'] }, argv: ['--municipality', 'c', '--municipality', 'd'] });
	expect(line.given.municipality).toEqual(['c', 'd']);
});

test('where two settings answer one question, what a stronger place says puts the weaker one out of force', () => {
	const area = read({ config: { municipality: ['koebenhavn'] }, argv: ['--area', 'copenhagen'] });
	expect(area.given).toEqual({ area: 'copenhagen' });
	const sandbox = read({ config: { apiUrl: 'https://api.boligsiden.dk' }, argv: ['--sandbox'] });
	expect(sandbox.given).toEqual({ sandbox: true });
	const folder = read({ env: { DATABASE_URL: 'postgresql://a@b/c' }, argv: ['--data-dir', 'x'] });
	expect(folder.given).toEqual({ dataDir: 'x' });
	const off = read({ config: { all: false, apiUrl: 'http://127.0.0.1' }, argv: ['--municipality', '101'] });
	expect(off.given.apiUrl).toBe('http://127.0.0.1');
});

test.each([
	[['--municipality', '101', '--all'], '--municipality and --all exclude each other.'],
	[['--area', 'copenhagen', '--all'], '--area and --all exclude each other.'],
	[['--sandbox', '--api-url', 'http://127.0.0.1'], '--sandbox and --api-url exclude each other.'],
	[['--database', 'postgresql://a@b/c', '--data-dir', 'x'], '--database and --data-dir exclude each other.'],
])('one place may give one of them: %j', (argv, message) => {
	expect(refusal({ argv }).message).toBe(message);
});

/** A good value of every setting, as a flag, in the environment and in the file, and what it becomes. */
const good: Record<SettingName, { words: string; config: unknown; value: unknown }> = {
	municipality: { words: 'København', config: 101, value: ['København'] },
	area: { words: 'copenhagen', config: 'copenhagen', value: 'copenhagen' },
	all: { words: '', config: true, value: true },
	type: { words: 'terraced house', config: ['terraced house'], value: ['terraced house'] },
	kind: { words: 'timeout', config: ['HTTP 500', 'timeout'], value: ['timeout'] },
	fetch: { words: 'pages', config: 'pages', value: 'pages' },
	since: { words: '2026-11-23', config: '4w', value: '2026-11-23' },
	limit: { words: '1000', config: 1000, value: 1000 },
	workers: { words: '64', config: 64, value: 64 },
	batchSize: { words: '1', config: '1', value: 1 },
	preset: { words: 'gentle', config: 'gentle', value: 'gentle' },
	refresh: { words: 'stale:7d', config: 'all', value: 'stale:7d' },
	timeline: { words: '', config: true, value: true },
	rate: { words: '2.5', config: 2.5, value: 2.5 },
	acceptDrift: { words: '', config: true, value: true },
	maxFailures: { words: '1.5%', config: 5, value: { share: 0.015 } },
	threshold: {
		words: 'p95<3000',
		config: ['speed > 5', 'failed%<=1'],
		value: [{ text: 'p95<3000', metric: 'p95', comparison: '<', limit: 3000 }],
	},
	dryRun: { words: '', config: 'yes', value: true },
	yes: { words: '', config: true, value: true },
	apiUrl: { words: 'https://example.org/api', config: 'https://example.org/api', value: 'https://example.org/api' },
	userAgent: { words: 'me/1', config: 'me/1', value: 'me/1' },
	database: { words: 'postgresql://u:p@h/d', config: 'postgresql://u:p@h/d', value: 'postgresql://u:p@h/d' },
	dataDir: { words: './x', config: './x', value: './x' },
	config: { words: '', config: 'x.json', value: 'x.json' },
	sandbox: { words: '', config: true, value: true },
	port: { words: '0', config: 0, value: 0 },
	seed: { words: '2147483647', config: 2_147_483_647, value: 2_147_483_647 },
	days: { words: '30', config: 30, value: 30 },
	latency: { words: '180', config: 180, value: 180 },
	jitter: { words: '100', config: 100, value: 100 },
	drift: { words: '0.3', config: 0.3, value: 0.3 },
	driftOver: { words: '90', config: 90, value: 90 },
	knee: { words: '40', config: 40, value: 40 },
	failRate: { words: '0.02', config: 0.02, value: 0.02 },
	status: { words: '429:0.01', config: '429:0.01', value: ['429:0.01'] },
	staleAfter: { words: '36h', config: '36h', value: 129_600_000 },
	format: { words: 'csv', config: 'csv', value: 'csv' },
	output: { words: 'run.html', config: 'run.html', value: 'run.html' },
	ci: { words: '', config: '1', value: true },
	json: { words: '', config: false, value: true },
	csv: { words: '', config: true, value: true },
	debug: { words: '', config: 'no', value: true },
	help: { words: '', config: true, value: true },
	version: { words: '', config: true, value: true },
};
const names = Object.keys(settings) as SettingName[];

test.each(names.filter((name) => name !== 'config'))(
	'--%s is read as a flag, and alike from the environment',
	(name) => {
		const { words, value } = good[name];
		const flag = `--${settings[name].flag}`;
		expect(read({ argv: words === '' ? [flag] : [flag, words] }).given[name]).toEqual(value);
		const variable = environmentName(name);
		if (variable === undefined) expect(['help', 'version']).toContain(name);
		else expect(read({ env: { [variable]: words === '' ? 'true' : words } }).given[name]).toEqual(value);
	},
);

test.each(names.filter((name) => name !== 'help' && name !== 'version'))('%s is read from the config file', (name) => {
	const { given, origin } = read({ config: { [name]: good[name].config } });
	expect(given[name]).toBeDefined();
	expect(origin[name]).toBe('config file');
});

test('the workers are a number, or auto', () => {
	expect(read({ argv: ['--workers', 'auto'] }).given.workers).toBe('auto');
	expect(read({ env: { BOLIG_IMPORT_WORKERS: 'auto' } }).given.workers).toBe('auto');
	expect(read({ config: { workers: 'auto' } }).given.workers).toBe('auto');
});

test('the environment separates several values by commas', () => {
	expect(read({ env: { BOLIG_IMPORT_TYPE: 'villa, terraced house' } }).given.type).toEqual(['villa', 'terraced house']);
});

test('a switch can be turned off by a lower place only in its own words', () => {
	expect(read({ env: { BOLIG_IMPORT_CI: 'no' }, config: { ci: true } }).given.ci).toBe(false);
});

test.each<[Places, string]>([
	[{ argv: ['--workers', '0'] }, '--workers takes a whole number from 1 to 64 or auto, not "0".'],
	[{ argv: ['--workers', '65'] }, '--workers takes a whole number from 1 to 64 or auto, not "65".'],
	[{ argv: ['--workers', '2.5'] }, '--workers takes a whole number from 1 to 64 or auto, not "2.5".'],
	[{ argv: ['--workers', '1e1'] }, '--workers takes a whole number from 1 to 64 or auto, not "1e1".'],
	[{ argv: ['--workers', ''] }, '--workers takes a whole number from 1 to 64 or auto, not "".'],
	[
		{ env: { BOLIG_IMPORT_WORKERS: 'many' } },
		'BOLIG_IMPORT_WORKERS takes a whole number from 1 to 64 or auto, not "many".',
	],
	[{ argv: ['--batch-size', '1001'] }, '--batch-size takes a whole number from 1 to 1,000, not "1001".'],
	[{ argv: ['--limit', '0'] }, '--limit takes a whole number from 1 to 10,000,000, not "0".'],
	[
		{ argv: ['--rate', '10001'] },
		'--rate takes a number from 0 to 10,000 requests a second; 0 is no ceiling, not "10001".',
	],
	[{ argv: ['--fail-rate', '1.5'] }, '--fail-rate takes a number from 0 to 1, not "1.5".'],
	[{ argv: ['--port', '65536'] }, '--port takes a whole number from 0 to 65,535, not "65536".'],
	[{ argv: ['--area', 'aarhus'] }, '--area takes one of copenhagen, not "aarhus".'],
	[{ argv: ['--preset', 'fast'] }, '--preset takes one of testing, production, fastest, gentle, not "fast".'],
	[
		{ argv: ['--api-url', 'ftp://x'] },
		'--api-url takes a web address, such as https://api.boligsiden.dk, not "ftp://x".',
	],
	[
		{ argv: ['--api-url', 'boligsiden'] },
		'--api-url takes a web address, such as https://api.boligsiden.dk, not "boligsiden".',
	],
	[{ argv: ['--data-dir', ''] }, '--data-dir takes a text that is not empty, not "".'],
	[{ argv: ['--municipality', ''] }, '--municipality takes a text that is not empty, not "".'],
	[
		{ argv: ['--status', '700:0.1'] },
		'--status takes a status and its share of the answers, such as 429:0.01, not "700:0.1".',
	],
	[
		{ argv: ['--max-failures', '101%'] },
		'--max-failures takes a number of homes or a share of them, such as 5 or 1%, not "101%".',
	],
	[{ env: { BOLIG_IMPORT_CI: 'maybe' } }, 'BOLIG_IMPORT_CI takes true or false, not "maybe".'],
	[{ argv: ['--workers'] }, '--workers needs a value after it.'],
	[{ argv: ['--rate', '-1'] }, '--rate takes a number from 0 to 10,000 requests a second; 0 is no ceiling, not "-1".'],
	[{ argv: ['--workers', '--ci'] }, '--workers needs a value after it.'],
	[{ argv: ['--ci=yes'] }, '--ci is a switch and takes no value.'],
	[{ argv: ['--worker', '3'] }, 'There is no option --worker. Did you mean --workers?'],
	[{ argv: ['--completely-else'] }, 'There is no option --completely-else.'],
	[{ argv: ['-x'] }, 'There is no option -x.'],
])('%j is refused in words', (places, message) => {
	const error = refusal(places);
	expect(error.message).toEqual(message);
	expect(error.exitCode).toBe(64);
});

test.each<[Places, string]>([
	[{ argv: ['--type', 'vila'] }, '"vila"'],
	[{ argv: ['--type', 'villa', '--type', 'vila'] }, '"vila"'],
	[{ env: { BOLIG_IMPORT_TYPE: 'condo,vila' } }, '"vila"'],
	[{ config: { type: 'vila' } }, '"vila"'],
	[{ config: { type: ['vila'] } }, '"vila"'],
])('an unknown type is named, with all that there are and the nearest of them: %j', (places, named) => {
	const error = refusal(places);
	expect(error.message).toMatch(/takes one of villa, terraced house, .*, room, all, not /);
	expect(error.message.endsWith(`not ${named}.`)).toBe(true);
	expect(error.hint).toBe('Did you mean villa?');
});

test('a bad value of the config file is told with its file', () => {
	expect(refusal({ config: { workers: 'x' } }).message).toMatch(
		/^workers in .*bolig-import\.json takes a whole number from 1 to 64 or auto, not "x"\.$/,
	);
	expect(refusal({ config: { limit: null } }).message).toMatch(/^limit in .* not null\.$/);
});

test('a setting that does not exist is told with the nearest that does', () => {
	expect(refusal({ config: { worker: 3 } }).message).toMatch(
		/has a setting worker that does not exist\. Did you mean workers\?$/,
	);
});

test.each(['{"toString": 1}', '{"__proto__": 1}', '{"constructor": 1}'])('%s is no setting either', (config) => {
	expect(refusal({ config }).message).toContain('that does not exist');
});

test.each([
	['{"workers": 3', 'cannot be read'],
	['', 'cannot be read'],
	['[]', 'is not a JSON object'],
	['null', 'is not a JSON object'],
	['"x"', 'is not a JSON object'],
])('a config file of %j is refused with what it should be', (config, words) => {
	const error = refusal({ config });
	expect(error.message).toContain(words);
	expect(error.hint).toBeDefined();
	expect(error.exitCode).toBe(64);
});

test('a config file may be named by a flag or the environment; one that is not there is an error', () => {
	const place = folder({ workers: 3 });
	const file = join(place, 'bolig-import.json');
	expect(read({ argv: ['--config', file] }).given.workers).toBe(3);
	expect(read({ env: { BOLIG_IMPORT_CONFIG: file } }).given.workers).toBe(3);
	expect(readSettings(['--config', 'bolig-import.json'], {}, place).given.workers).toBe(3);
	expect(refusal({ argv: ['--config', '/nowhere/x.json'] }).message).toContain('/nowhere/x.json cannot be read');
});

test('several thresholds may follow one flag, and end where something else begins', () => {
	const { given, words } = read({
		argv: ['retry', '--threshold', 'speed>5', 'p95 < 3000', '--ci', '--threshold=failed<1', 'duration<9'],
	});
	expect(given.threshold?.map(({ text }) => text)).toEqual(['speed>5', 'p95<3000', 'failed<1', 'duration<9']);
	expect(words).toEqual(['retry']);
	expect(given.ci).toBe(true);
	expect(read({ argv: ['--threshold', 'speed>5', 'status'] }).words).toEqual(['status']);
});

test.each(['p99<5', 'speed=5', 'speed', 'p95<fast', 'p95<-1', 'toString<1'])(
	'%s is no threshold, and all metrics are named',
	(text) => {
		const error = refusal({ argv: ['--threshold', text] });
		expect(error.exitCode).toBe(64);
		for (const [name, unit] of Object.entries(metrics)) expect(error.message).toContain(`${name} (${unit})`);
		expect(error.message.endsWith(`not ${JSON.stringify(text)}.`)).toBe(true);
	},
);

test('words between the flags are the command', () => {
	expect(read({ argv: ['--ci', 'status', '--json', 'more'] }).words).toEqual(['status', 'more']);
});

test('a password never comes into a message', () => {
	const secret = 'postgresql://user:hunter2@host/name';
	for (const config of [
		{ database: ['user:hunter2@host/name'] },
		{ database: [secret] },
		{ database: { url: secret } },
		{ workers: secret },
	]) {
		expect(refusal({ config }).message).not.toContain('hunter2');
	}
	expect(refusal({ argv: ['--api-url', 'ftp://user:hunter2@host'] }).message).not.toContain('hunter2');
});

test('the library of flags gives only messages that are ours', () => {
	const lines = [['--workers=', '3'], ['--', '--x'], ['--no-ci'], ['-hx'], ['--json', '--json'], ['--=']];
	for (const argv of lines) {
		try {
			read({ argv });
		} catch (error) {
			expect(error).toBeInstanceOf(UserError);
		}
	}
});
