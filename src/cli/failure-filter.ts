import type { FailureFilter } from '../ledger/open-failures.ts';
import { chosenMunicipalities, namesMunicipalities } from './import-settings.ts';
import type { CommandLine } from './settings.ts';

/** Which failures the command line means: those of a kind, a municipality, a type; all when it names none. */
export function failureFilter(line: CommandLine): FailureFilter {
	const { kind, type } = line.given;
	return {
		kinds: kind,
		addressTypes: type?.includes('all') ? undefined : type,
		municipalityCodes: namesMunicipalities(line) ? chosenMunicipalities(line.given).map(({ code }) => code) : undefined,
	};
}

/** " of kind timeout in 2 municipalities", for sentences about them; nothing when all are meant. */
export function filterWords({ kinds, municipalityCodes, addressTypes }: FailureFilter): string {
	return [
		kinds === undefined ? '' : ` of kind ${kinds.join(' or ')}`,
		addressTypes === undefined ? '' : ` of type ${addressTypes.join(' or ')}`,
		municipalityCodes === undefined ? '' : ` in what was named`,
	].join('');
}
