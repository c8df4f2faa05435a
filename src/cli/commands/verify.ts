import type { BoligsidenSource } from '../../boligsiden/source.ts';
import { Comparison, type Discrepancy } from '../../database/comparison.ts';
import type { Database } from '../../database/open.ts';
import { type Found, nothingLearned } from '../../import/discovery/context.ts';
import { partitionName } from '../../import/discovery/names.ts';
import { PartitionReading } from '../../import/discovery/partition-reading.ts';
import type { PartitionReport, UnstampedEvent } from '../../import/events.ts';
import { OutageWatch } from '../../import/outage-watch.ts';
import type { HomeQuery } from '../../import/ports.ts';
import { StopRun } from '../../import/stop-run.ts';
import { Ledger, type RecordedPartition } from '../../ledger/ledger.ts';
import { openFailures } from '../../ledger/open-failures.ts';
import { countStored } from '../../property/counts.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { type Verified, verifiedLines } from '../../report/verified.ts';
import { systemClock } from '../../shared/clock.ts';
import { exitCode, UserError } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import { sanitize } from '../../shared/sanitize.ts';
import type { Command, CommandContext } from '../context.ts';
import { withDatabaseToRead, withSource } from '../ends.ts';
import { chosenApiUrl, databaseTarget, importSettings } from '../import-settings.ts';
import { nothingStored } from '../nothing-stored.ts';

const marks: Readonly<Record<Discrepancy['kind'], string>> = {
	missing: '+',
	extra: '-',
	changed: '*',
	unreadable: '!',
};

/** Lists the API again and compares: its totals, the ledger, and every home in the tables. Stores nothing. */
export const verifyCommand: Command = async (context) => {
	const { line, out } = context;
	const target = databaseTarget(line);
	importSettings(line, chosenApiUrl(line)); // bad input is refused before anything starts
	const verified = await withSource(context, ({ source, apiUrl }) => {
		const { queries } = importSettings(line, apiUrl);
		return withDatabaseToRead(context, target, async (database) => {
			const partitions: Verified[] = [];
			for (const query of queries) partitions.push(await verify(context, query, source, database));
			if (line.given.json === true) out(jsonLine({ type: 'verify.finished', partitions }));
			else for (const text of verifiedLines(partitions)) out(text);
			return exitCodeOf(partitions);
		});
	});
	if (verified !== undefined) return verified;
	out(line.given.json === true ? jsonLine({ type: 'verify.finished', partitions: [] }) : nothingStored(target));
	return exitCode.continueLater;
};

/** What an import would mend asks for one; anything else is for a person to look at. */
function exitCodeOf(partitions: readonly Verified[]): number {
	const { missing, extra, changed, unreadable } = countAll(partitions);
	if (missing > 0 || partitions.some(({ gap }) => gap !== undefined)) return exitCode.continueLater;
	return extra + changed + unreadable > 0 ? exitCode.doneWithFailures : exitCode.done;
}

function countAll(partitions: readonly Verified[]): Record<Discrepancy['kind'], number> {
	const sum = (kind: Discrepancy['kind']): number => partitions.reduce((total, each) => total + each[kind], 0);
	return { missing: sum('missing'), extra: sum('extra'), changed: sum('changed'), unreadable: sum('unreadable') };
}

async function verify(
	context: CommandContext,
	query: HomeQuery,
	source: BoligsidenSource,
	{ orm }: Database,
): Promise<Verified> {
	const counts = { missing: 0, extra: 0, changed: 0, unreadable: 0 };
	const tell = (discrepancy: Discrepancy): void => {
		counts[discrepancy.kind]++;
		context.out(context.line.given.json === true ? jsonOf(discrepancy) : lineOf(discrepancy));
	};
	const em = orm.em.fork();
	const failures = await openFailures(em, { municipalityCodes: [query.municipality.code] });
	const failed = new Map(
		failures.flatMap(({ addressId, message }) => (addressId === null ? [] : [[addressId, message]])),
	);
	const comparison = new Comparison(() => em.fork(), failed);
	const reading = openReading(context, query, source);
	const partition = partitionName(query);
	await listAll(reading, async ({ homes, problems }) => {
		for (const discrepancy of await comparison.listed(query, homes)) tell(discrepancy);
		for (const { id = null, message } of problems) tell({ kind: 'unreadable', id, partition, details: [message] });
	});
	const report = reading.report();
	// What could not be listed may well be there: only a complete list tells what is not.
	if (report.gap === undefined) {
		for await (const discrepancy of comparison.extra(query, (id) => reading.lists(id))) tell(discrepancy);
	}
	const { code } = query.municipality;
	const stored = await countStored(em, code, query.addressType);
	return { ...counts, ...facts(report, await new Ledger(orm).lastOf(code, query.addressType)), stored };
}

function facts({ name, expected, listed, otherType, gap }: PartitionReport, ledger: RecordedPartition | undefined) {
	return { name, inApi: expected - otherType, listed, ...(gap !== undefined && { gap }), ledger: ledger ?? null };
}

function openReading({ err, stop }: CommandContext, query: HomeQuery, source: BoligsidenSource): PartitionReading {
	return new PartitionReading(query, {
		source,
		signal: stop,
		outages: new OutageWatch(() => 1),
		learned: nothingLearned(false, systemClock),
		emit: (event) => tellProgress(event, err),
	});
}

function tellProgress(event: UnstampedEvent, err: (text: string) => void): void {
	if (event.type === 'partition.counted') err(`  ${event.partition}: reading ${formatCount(event.expected)} homes`);
	if (event.type === 'discovery.retrying') err(`  ! ${event.partition}: ${sanitize(event.retry.reason)} Trying again.`);
}

async function listAll(reading: PartitionReading, each: (found: Found) => Promise<void>): Promise<void> {
	try {
		for await (const found of reading.read()) await each(found);
	} catch (error) {
		if (!(error instanceof StopRun)) throw error;
		throw new UserError(error.message, {
			hint: 'Nothing was changed. Verify again later.',
			exitCode: exitCode.apiUnavailable,
		});
	}
}

/** `+ id` only in the API, `- id` only in the tables, `* id` different, `! id` cannot be read. */
function lineOf({ kind, id, details }: Discrepancy): string {
	return [marks[kind], id ?? 'no id', sanitize(details.join(', '))].filter((part) => part !== '').join(' ');
}

function jsonOf({ kind, ...discrepancy }: Discrepancy): string {
	return jsonLine({ type: `home.${kind}`, ...discrepancy });
}
