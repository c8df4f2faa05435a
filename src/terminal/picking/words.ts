import { formatCount } from '../../shared/format.ts';
import type { Display } from '../display.ts';
import { countOf } from '../figures.ts';
import { firstFitting } from '../fit.ts';
import { everyType } from './choices.ts';
import type { InApi } from './in-api.ts';
import { areaCodes, everyCode, nameOf, sameCodes } from './municipality-list.ts';
import { namesFitting } from './names-fitting.ts';

/** The municipalities by name, or by the name of their group; as many as fit. */
export function municipalityWords(codes: readonly number[], width: number, display: Display): string {
	const wordings = groupWordings(codes).map(display.show);
	if (wordings.length > 0) return firstFitting(wordings, width);
	return namesFitting(
		codes.map((code) => display.show(nameOf(code))),
		width,
	);
}

/** The longest first; none for a choice of one's own. */
function groupWordings(codes: readonly number[]): readonly string[] {
	if (sameCodes(codes, everyCode)) return [`all ${everyCode.length} of Denmark`, 'all of Denmark'];
	if (!sameCodes(codes, areaCodes)) return [];
	return [`all ${areaCodes.length} within 60 km of København`, `the ${areaCodes.length} within 60 km`];
}

export function typeWords(types: readonly string[], width: number): string {
	return types.includes(everyType) ? firstFitting(['all types'], width) : namesFitting(types, width);
}

/** `2 chosen: Hørsholm, København (18,059 homes)`; where the names do not fit, `2 chosen (18,059 homes)`. */
export function chosenWords(count: number, wordsIn: (width: number) => string, found: InApi, width: number): string {
	if (count === 0) return 'none chosen';
	const before = `${formatCount(count)} chosen`;
	const after = foundWords(found);
	const words = wordsIn(width - before.length - 2 - after.length);
	return words === '' ? before + after : `${before}: ${words}${after}`;
}

function foundWords({ homes, answered, open, failures }: InApi): string {
	if (answered === 0) return '';
	if (failures.length > 0) return ` (at least ${countOf(homes, 'home')})`;
	return open > 0 ? ` (${countOf(homes, 'home')} so far)` : ` (${countOf(homes, 'home')})`;
}

/** Which municipality could not be counted, and why; of several the one at the cursor, or the first. Where all of it does not fit, the reason. */
export function troubleWords({ failures, hindered }: InApi, width: number, at?: number): string | undefined {
	const [troubles, after] = failures.length > 0 ? [failures, ''] : [hindered, ' Trying again.'];
	const trouble = troubles.find(({ municipalityCode }) => municipalityCode === at) ?? troubles[0];
	if (trouble === undefined) return undefined;
	const others = new Set(troubles.map(({ municipalityCode }) => municipalityCode)).size - 1;
	const who = nameOf(trouble.municipalityCode) + (others === 0 ? '' : ` and ${others} more`);
	const reason = trouble.reason + after;
	const [sentence = reason] = reason.split(/(?<=\.) /);
	return firstFitting([`? ${who}: ${reason}`, `? ${who}: ${sentence}`], width) || `? ${reason}`;
}
