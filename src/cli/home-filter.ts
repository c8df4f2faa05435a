import { chosenMunicipalities, namesMunicipalities } from './import-settings.ts';
import type { CommandLine } from './settings.ts';

/** Which homes the command line means: those of a municipality, of a type; undefined where it names none, or all. */
export function homeFilter(line: CommandLine): {
	readonly municipalityCodes: readonly number[] | undefined;
	readonly addressTypes: readonly string[] | undefined;
} {
	const { all, type } = line.given;
	return {
		municipalityCodes:
			namesMunicipalities(line) && all !== true ? chosenMunicipalities(line.given).map(({ code }) => code) : undefined,
		addressTypes: type?.includes('all') ? undefined : type,
	};
}
