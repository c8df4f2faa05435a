import { municipalities as known } from '../../../config/municipalities.ts';
import { describeTarget } from '../../database/target.ts';
import { type Condition, type MunicipalityStatus, municipalityStatus, worstOf } from '../../ledger/freshness.ts';
import { openFailures } from '../../ledger/open-failures.ts';
import { type KnownPartition, partitionFacts } from '../../ledger/partition-facts.ts';
import type { RunOverview } from '../../ledger/run-record.ts';
import { latestRuns } from '../../ledger/runs.ts';
import { countByMunicipality } from '../../property/counts.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { statusLines } from '../../report/status-lines.ts';
import { exitCode } from '../../shared/errors.ts';
import { formatCount, formatDateTime } from '../../shared/format.ts';
import type { Command } from '../context.ts';
import { withDatabaseToRead } from '../ends.ts';
import { failureFilter } from '../failure-filter.ts';
import { databaseTarget } from '../import-settings.ts';
import { nothingStored } from '../nothing-stored.ts';

const usuallyStaleAfterMs = 7 * 24 * 3_600_000;

const codes: Readonly<Record<Condition, number>> = {
	fresh: exitCode.done,
	failures: exitCode.doneWithFailures,
	stale: exitCode.stale,
	incomplete: exitCode.incomplete,
	never: exitCode.neverImported,
};

/** What is stored of each municipality, whether it is complete and new enough, and how the last run ended. The worst gives the code. */
export const statusCommand: Command = async (context) => {
	const { line, out } = context;
	const target = databaseTarget(line);
	const json = line.given.json === true;
	const staleAfterMs = line.given.staleAfter ?? usuallyStaleAfterMs;
	const { municipalityCodes: asked, addressTypes } = failureFilter(line);
	const code = await withDatabaseToRead(context, target, async ({ orm }) => {
		const em = orm.em.fork();
		const failures = await openFailures(em, { municipalityCodes: asked, addressTypes });
		const partitions = await partitionFacts(em, failures);
		const counted = await countByMunicipality(em);
		const age = { now: new Date(), staleAfterMs };
		const municipalities = chosenRows(counted, partitions, asked).flatMap((row) => {
			const its = partitionsOf(partitions, row.code, addressTypes, asked !== undefined);
			if (its.length === 0 && addressTypes !== undefined) return [];
			const failed = failures.filter(({ municipalityCode }) => municipalityCode === row.code).length;
			return municipalityStatus(row, its, failed, age);
		});
		const state = worstOf(municipalities.flatMap((each) => each.state ?? [])) ?? 'never';
		const [lastRun = null] = await latestRuns(em, 1);
		if (json) {
			out(jsonLine({ type: 'status', state, staleAfterMs, municipalities, openFailures: failures.length, lastRun }));
		} else {
			for (const text of [describeTarget(target), ...statusLines(municipalities)]) out(text);
			for (const text of closingLines(failures.length, lastRun)) out(text);
		}
		return codes[state];
	});
	if (code !== undefined) return code;
	const nothing = { municipalities: [], openFailures: 0, lastRun: null };
	out(json ? jsonLine({ type: 'status', state: 'never', staleAfterMs, ...nothing }) : nothingStored(target));
	return exitCode.neverImported;
};

type Row = Pick<MunicipalityStatus, 'code' | 'name' | 'homes' | 'onMarket' | 'checkedAt'>;

/** Those that are stored or were asked for, or just those that the command line names; by name. */
function chosenRows(counted: readonly Row[], partitions: readonly KnownPartition[], asked?: readonly number[]): Row[] {
	const rows = new Map<number, Row>(counted.map((row) => [row.code, row]));
	const none = { homes: 0, onMarket: 0, checkedAt: null };
	for (const { municipalityCode: code, municipality: name } of partitions) {
		if (!rows.has(code)) rows.set(code, { code, name, ...none });
	}
	const named = asked?.map(
		(code) => rows.get(code) ?? { code, name: known.find((each) => each.code === code)?.name ?? String(code), ...none },
	);
	return (named ?? [...rows.values()]).sort((a, b) => a.name.localeCompare(b.name, 'da'));
}

/** What was imported of a municipality; what was named and never asked for is told as never imported. */
function partitionsOf(
	partitions: readonly KnownPartition[],
	code: number,
	types: readonly string[] | undefined,
	isNamed: boolean,
): Omit<KnownPartition, 'municipality' | 'municipalityCode'>[] {
	const its = partitions
		.filter((each) => each.municipalityCode === code)
		.map(({ municipality: _, municipalityCode: __, ...facts }) => facts);
	const none = { stored: 0, onMarket: 0, checkedAt: null, expected: null, gone: 0 };
	const never = { ...none, readAt: null, completeAt: null, failures: 0, failedUnstored: 0 };
	if (types === undefined) return its.length === 0 && isNamed ? [{ addressType: null, ...never }] : its;
	const whole = its.find(({ addressType }) => addressType === null);
	const found = types.flatMap((type) => its.find(({ addressType }) => addressType === type) ?? whole ?? []);
	const missing = isNamed
		? types.filter((type) => !whole && !found.some(({ addressType }) => addressType === type))
		: [];
	return [...new Set(found), ...missing.map((addressType) => ({ addressType, ...never }))];
}

function closingLines(failures: number, lastRun: RunOverview | null): string[] {
	return [
		...(failures === 0
			? []
			: [`  ${formatCount(failures)} failed and have not been stored since: see bolig-import errors`]),
		lastRun === null ? '  no import yet' : `  last run ${lastRun.id}: ${endOf(lastRun)}`,
	];
}

function endOf({ status, startedAt }: RunOverview): string {
	const words = status === 'running' ? 'killed or still running' : status;
	return `${words}, started ${formatDateTime(startedAt)}`;
}
