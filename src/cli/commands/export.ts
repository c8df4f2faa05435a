import { extname } from 'node:path';
import type { EntityManager } from '@mikro-orm/core';
import {
	type ExportQuery,
	type HomeFilter,
	hangsOnHome,
	homesQuery,
	type TableName,
	tableNames,
	tableQuery,
} from '../../database/exported.ts';
import { inSnapshot, readRows } from '../../database/row-cursor.ts';
import { type DatabaseTarget, describeTarget } from '../../database/target.ts';
import type { RowFormat } from '../../export/columns.ts';
import { type Output, openFile, openStream } from '../../export/output.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { systemClock } from '../../shared/clock.ts';
import { exitCode, UserError } from '../../shared/errors.ts';
import { formatBytes, formatCount, formatDuration } from '../../shared/format.ts';
import { sanitize } from '../../shared/sanitize.ts';
import type { Command, CommandContext } from '../context.ts';
import { didYouMean } from '../did-you-mean.ts';
import { withDatabaseAsIs } from '../ends.ts';
import { homeFilter } from '../home-filter.ts';
import { databaseTarget } from '../import-settings.ts';
import { type CommandLine, usage } from '../settings.ts';
import { version } from '../version.ts';

type Format = NonNullable<CommandLine['given']['format']>;
type Subject = 'homes' | TableName;

/** What was asked for, checked before anything is opened. */
interface ExportOrder {
	readonly subject: Subject;
	readonly format: Format;
	/** undefined is standard output. */
	readonly file: string | undefined;
	readonly filter: HomeFilter;
}

const tellEveryMs = 10_000;

/** Writes homes or a table to a file, or to standard output, as they are at one moment, however many there are. */
export const exportCommand: Command = async (context) => {
	const order = exportOrder(context);
	const target = databaseTarget(context.line);
	const startedAt = systemClock.now();
	const output = order.file === undefined ? openStream(context.terminal.stdout) : await openFile(order.file);
	let rows: number | undefined;
	try {
		rows = await withDatabaseAsIs(context, target, ({ orm }) =>
			inSnapshot(orm.em, (em) => copyRows(context, order, em, target, output)),
		);
		if (rows === undefined) throw nothingThere(target, 'There is no database yet');
		await output.finish();
	} catch (error) {
		await output.discard();
		throw error;
	}
	conclude(context, order, { rows, bytes: output.bytes, durationMs: Math.round(systemClock.now() - startedAt) });
	return exitCode.done;
};

/** @throws UserError with 64 for what cannot be exported so. */
function exportOrder({ line, terminal, workflow }: CommandContext): ExportOrder {
	const { given, words } = line;
	const subject = subjectOf(words[1] ?? 'homes');
	const file = given.output === '-' ? undefined : given.output;
	const format = formatOf(given.format, file);
	if (file === undefined && format === 'parquet') {
		const where = terminal.stdout.isTTY ? 'the terminal' : 'standard output';
		throw usage(`Parquet cannot be written to ${where}: it is for files.`, 'Name one with --output homes.parquet.');
	}
	if (file === undefined && workflow !== undefined) {
		throw usage(
			'In a GitHub workflow rows are not written to standard output: the runner would obey what in a text of the API looks like a command.',
			'Name a file with --output homes.ndjson.',
		);
	}
	if (file === undefined && given.json === true) {
		throw usage(
			'--json tells of the export on standard output, where its rows go as well.',
			'Add --output <file>, or leave --json out.',
		);
	}
	return { subject, format, file, filter: filterOf(line, subject) };
}

function subjectOf(word: string): Subject {
	const known: readonly string[] = ['homes', ...tableNames];
	if (known.includes(word)) return word as Subject;
	throw usage(`There is no table ${JSON.stringify(word)}.${didYouMean(word, known)}`, `There are ${known.join(', ')}.`);
}

const endings: Readonly<Record<string, Format>> = {
	'.parquet': 'parquet',
	'.csv': 'csv',
	'.ndjson': 'ndjson',
	'.jsonl': 'ndjson',
};

/** As the file ends, which nothing may contradict; without an ending what is asked for, else ndjson. */
function formatOf(asked: Format | undefined, file = ''): Format {
	const ending = extname(file);
	const named = endings[ending.toLowerCase()];
	if (named !== undefined && asked !== undefined && named !== asked) {
		const hint = `Leave out --format, or name the file .${asked}.`;
		throw usage(`--output ${file} is named like ${named}, and --format says ${asked}.`, hint);
	}
	if (named === undefined && asked === undefined && ending !== '') {
		const hint = 'Say with --format parquet, csv or ndjson what it is to hold, or name it accordingly.';
		throw usage(`--output ${file} ends like none of the formats: ${ending} is not known.`, hint);
	}
	return asked ?? named ?? 'ndjson';
}

function filterOf(line: CommandLine, subject: Subject): HomeFilter {
	const { origin } = line;
	if (subject !== 'homes' && !hangsOnHome(subject)) {
		const asked = (['municipality', 'area', 'type'] as const).find((name) => origin[name] === 'flag');
		if (asked === undefined) return {};
		throw usage(`The rows of ${subject} belong to no home: --${asked} chooses none of them.`, 'Leave it out.');
	}
	return homeFilter(line);
}

/** @returns how many. */
async function copyRows(
	context: CommandContext,
	order: ExportOrder,
	em: EntityManager,
	target: DatabaseTarget,
	output: Output,
): Promise<number> {
	const { subject, filter } = order;
	const query = await (subject === 'homes' ? homesQuery(em, filter) : tableQuery(em, subject, filter));
	if (query === undefined)
		throw nothingThere(target, `There is no table ${subject === 'homes' ? 'property' : subject} yet`);
	const format = await openFormat(context, order, query, output);
	let rows = 0;
	let told = systemClock.now();
	for await (const lines of readRows(em, query.sql, query.values)) {
		context.stop.throwIfAborted();
		await format.write(lines);
		rows += lines.length;
		if (systemClock.now() - told < tellEveryMs) continue;
		told = systemClock.now();
		context.err(`  ${formatCount(rows)} rows`);
	}
	context.stop.throwIfAborted();
	await format.end();
	return rows;
}

/** The library of a format is loaded where it is used. */
async function openFormat(
	{ terminal }: CommandContext,
	{ format, file }: ExportOrder,
	{ columns }: ExportQuery,
	{ write }: Output,
): Promise<RowFormat> {
	if (format === 'parquet') {
		const { parquetFormat } = await import('../../export/parquet.ts');
		return parquetFormat(columns, write, `bolig-import ${version}`);
	}
	if (format === 'ndjson') return (await import('../../export/ndjson.ts')).ndjsonFormat(write);
	const { csvFormat } = await import('../../export/csv.ts');
	return csvFormat(columns, write, file === undefined && terminal.stdout.isTTY ? sanitize : undefined);
}

function nothingThere(target: DatabaseTarget, what: string): UserError {
	return new UserError(`${what} in ${describeTarget(target)}: nothing to export.`, {
		hint: 'An import makes it; or name another with --database or --data-dir.',
		exitCode: exitCode.databaseUnavailable,
	});
}

interface Done {
	readonly rows: number;
	readonly bytes: number;
	readonly durationMs: number;
}

function conclude({ line, out, err }: CommandContext, { subject, format, file }: ExportOrder, done: Done): void {
	if (line.given.json === true) {
		out(jsonLine({ type: 'export.finished', subject, format, file, ...done }));
		return;
	}
	const { rows, bytes, durationMs } = done;
	const what = subject === 'homes' ? `${formatCount(rows)} homes` : `${formatCount(rows)} rows of ${subject}`;
	const where = file === undefined ? '' : ` to ${file}`;
	(file === undefined ? err : out)(
		`Exported ${what}${where}: ${format}, ${formatBytes(bytes)}, in ${formatDuration(durationMs)}.`,
	);
}
