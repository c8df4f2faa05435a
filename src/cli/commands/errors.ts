import { type OpenFailure, openFailures } from '../../ledger/open-failures.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { exitCode } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import { sanitize } from '../../shared/sanitize.ts';
import type { Command } from '../context.ts';
import { withDatabaseToRead } from '../ends.ts';
import { failureFilter, filterWords } from '../failure-filter.ts';
import { databaseTarget } from '../import-settings.ts';
import { nothingStored } from '../nothing-stored.ts';

/** Of each kind so many are told in full; all with --json. */
const shownOfKind = 10;

/** The homes that failed and have not been stored since, by kind. */
export const errorsCommand: Command = async (context) => {
	const { line, out } = context;
	const filter = failureFilter(line);
	const target = databaseTarget(line);
	const told = await withDatabaseToRead(context, target, async ({ orm }) => {
		const failures = await openFailures(orm.em.fork(), filter);
		if (line.given.json === true) for (const failure of failures) out(jsonLine({ type: 'failure', ...failure }));
		else for (const text of describe(failures, filterWords(filter))) out(text);
		return true;
	});
	if (told === undefined && line.given.json !== true) out(nothingStored(target));
	return exitCode.done;
};

function describe(failures: readonly OpenFailure[], words: string): string[] {
	if (failures.length === 0) return [`No home${words} is left as failed.`];
	const kinds = [...Map.groupBy(failures, ({ kind }) => kind)].sort(([, a], [, b]) => b.length - a.length);
	return [
		`${formatCount(failures.length)} homes${words} failed and have not been stored since:`,
		...kinds.flatMap(([kind, its]) => [
			'',
			`  ${formatCount(its.length)} ${sanitize(kind)}`,
			...its.slice(-shownOfKind).reverse().map(describeOne),
			...(its.length > shownOfKind
				? [`    and ${formatCount(its.length - shownOfKind)} more: --json lists them all`]
				: []),
		]),
		'',
		'Fetch them again with bolig-import retry, or one kind with --kind.',
	];
}

function describeOne({ failedAt, addressId, label, message }: OpenFailure): string {
	const at = failedAt.toISOString().slice(0, 16).replace('T', ' ');
	return `    ${at}  ${addressId ?? 'no id'}  ${sanitize(label)}: ${sanitize(message)}`;
}
