import { municipalities } from '../../../config/municipalities.ts';
import type { HomeQuery } from '../../import/ports.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { exitCode } from '../../shared/errors.ts';
import { detectDisplay } from '../../terminal/display.ts';
import type { Command, CommandContext } from '../context.ts';
import { apiChecks } from '../doctor/api.ts';
import { storedCensuses } from '../doctor/censuses.ts';
import type { Area, Check, Verdict } from '../doctor/check.ts';
import { checkLines, verdictWords } from '../doctor/check-lines.ts';
import { embeddedChecks } from '../doctor/embedded.ts';
import { machineChecks } from '../doctor/machine.ts';
import { serverChecks } from '../doctor/server.ts';
import { withSource } from '../ends.ts';
import { chosenApiUrl, databaseTarget, importSettings, namesMunicipalities } from '../import-settings.ts';

/** Looks at all that an import depends on and says what is not as it should be. Stores, makes and locks nothing. */
export const doctorCommand: Command = async (context) => {
	const { line } = context;
	const target = databaseTarget(line);
	const query = probedQuery(context);
	const checks: Check[] = [];
	const tell = teller(context);
	const note = (check: Check): void => {
		context.stop.throwIfAborted();
		checks.push(check);
		tell.check(check);
	};
	for (const check of await machineChecks(context, target)) note(check);
	const ofDatabase = target.kind === 'embedded' ? embeddedChecks(target.folder) : serverChecks(target);
	for (const check of await ofDatabase) note(check);
	const censuses = await storedCensuses(context, target);
	await withSource(context, async ({ client, apiUrl }) => {
		for await (const check of apiChecks(client, { apiUrl, query, censuses, stop: context.stop })) note(check);
	});
	const code = exitCodeOf(checks);
	tell.end(checks, code);
	return code;
};

/** Homes to look at: of the first municipality and type that are named, else villas of København. */
function probedQuery({ line }: CommandContext): HomeQuery {
	const named = namesMunicipalities(line) ? importSettings(line, chosenApiUrl(line)).queries[0] : undefined;
	const [koebenhavn] = municipalities.filter(({ code }) => code === 101);
	if (named !== undefined) return named;
	if (koebenhavn === undefined) throw new Error('there is no København');
	return { municipality: koebenhavn, addressType: 'villa' };
}

const codes: readonly (readonly [Area, number])[] = [
	['database', exitCode.databaseUnavailable],
	['api', exitCode.apiUnavailable],
	['contract', exitCode.dataError],
];

/** The worst failure decides; warnings never do. */
function exitCodeOf(checks: readonly Check[]): number {
	const failed = codes.find(([area]) => checks.some((check) => check.area === area && check.verdict === 'failure'));
	return failed?.[1] ?? exitCode.done;
}

interface Teller {
	check(check: Check): void;
	end(checks: readonly Check[], code: number): void;
}

/** Each check as soon as it is known. */
function teller({ line, out, terminal }: CommandContext): Teller {
	const count = (checks: readonly Check[], verdict: Verdict): number =>
		checks.filter((check) => check.verdict === verdict).length;
	if (line.given.json === true) {
		return {
			check: ({ mend = null, ...check }) => out(jsonLine({ type: 'doctor.check', ...check, mend })),
			end: (checks, code) =>
				out(
					jsonLine({
						...{ type: 'doctor.finished', ok: count(checks, 'ok'), warnings: count(checks, 'warning') },
						...{ failures: count(checks, 'failure'), unknown: count(checks, 'unknown'), exitCode: code },
					}),
				),
		};
	}
	const { isTTY, columns } = terminal.stdout;
	const { unicode, paint } = detectDisplay(terminal.env);
	// Where there is no Unicode the lines are made harmless once more on their way out, colours included.
	const look = { columns: isTTY ? columns : undefined, paint: isTTY && unicode ? paint : undefined };
	return {
		check: (check) => out(checkLines(check, look).join('\n')),
		end: (checks) => {
			const [warnings, failures] = [count(checks, 'warning'), count(checks, 'failure')];
			out(`\n${verdictWords(warnings, failures, count(checks, 'unknown'))}`);
		},
	};
}
