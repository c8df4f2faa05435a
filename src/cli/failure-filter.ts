import type { FailureFilter } from '../ledger/open-failures.ts';
import { homeFilter } from './home-filter.ts';
import type { CommandLine } from './settings.ts';

/** Which failures the command line means: those of a kind, a municipality, a type; all when it names none. */
export function failureFilter(line: CommandLine): FailureFilter {
	return { kinds: line.given.kind, ...homeFilter(line) };
}

/** " of kind timeout in 2 municipalities", for sentences about them; nothing when all are meant. */
export function filterWords({ kinds, municipalityCodes, addressTypes }: FailureFilter): string {
	return [
		kinds === undefined ? '' : ` of kind ${kinds.join(' or ')}`,
		addressTypes === undefined ? '' : ` of type ${addressTypes.join(' or ')}`,
		municipalityCodes === undefined ? '' : ` in what was named`,
	].join('');
}
