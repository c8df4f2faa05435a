import { formatCount } from '../../shared/format.ts';
import type { Display } from '../display.ts';
import { countOf } from '../figures.ts';
import { everyType } from './choices.ts';
import type { InApi } from './in-api.ts';
import { areaCodes, everyCode, nameOf, sameCodes } from './municipality-list.ts';
import { namesFitting } from './wrap.ts';

/** The municipalities by name, or by the name of their group; as many as fit. */
export function municipalityWords(codes: readonly number[], width: number, display: Display): string {
	if (sameCodes(codes, everyCode)) return `all ${everyCode.length} of Denmark`;
	if (sameCodes(codes, areaCodes)) return display.show(`all ${areaCodes.length} within 60 km of København`);
	return namesFitting(
		codes.map((code) => display.show(nameOf(code))),
		width,
	);
}

export function typeWords(types: readonly string[], width: number): string {
	return types.includes(everyType) ? 'all types' : namesFitting(types, width);
}

/** `2 chosen: Hørsholm, København (18,059 homes)` */
export function chosenWords(count: number, wordsIn: (width: number) => string, found: InApi, width: number): string {
	if (count === 0) return 'none chosen';
	const before = `${formatCount(count)} chosen: `;
	const after = foundWords(found);
	return before + wordsIn(width - before.length - after.length) + after;
}

function foundWords({ homes, answered, open, failures }: InApi): string {
	if (answered === 0) return '';
	if (failures.length > 0) return ` (at least ${countOf(homes, 'home')})`;
	return open > 0 ? ` (${countOf(homes, 'home')} so far)` : ` (${countOf(homes, 'home')})`;
}

/** Which municipality could not be counted, and why; of several the one at the cursor, or the first. */
export function failureWords({ failures }: InApi, at?: number): string | undefined {
	const failure = failures.find(({ municipalityCode }) => municipalityCode === at) ?? failures[0];
	if (failure === undefined) return undefined;
	const others = failures.length - 1;
	return `? ${nameOf(failure.municipalityCode)}${others === 0 ? '' : ` and ${others} more`}: ${failure.reason}`;
}
