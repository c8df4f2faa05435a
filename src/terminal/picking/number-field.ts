import { largestBatch, mostWorkers } from '../../import/control.ts';
import { formatCount } from '../../shared/format.ts';

/** A number of step 3. */
export type NumberField = 'workers' | 'batchSize';

/** What was typed into the numbers, as it was typed; none where the choice itself is shown. */
export type Drafts = Readonly<Partial<Record<NumberField, string>>>;

export const numberFields: readonly NumberField[] = ['workers', 'batchSize'];
export const fieldNames: Readonly<Record<NumberField, string>> = { workers: 'Workers', batchSize: 'Batch size' };
export const most: Readonly<Record<NumberField, number>> = { workers: mostWorkers, batchSize: largestBatch };

/** Digits that a number's place has room for: enough to see that it is too large. */
export const longestDraft = 7;

/** `1 to 64` */
export function boundsWords(field: NumberField): string {
	return `1 to ${formatCount(most[field])}`;
}

/** The number that was typed; undefined where there is none, or none that will do. */
export function numberIn(draft: string, field: NumberField): number | undefined {
	const value = Number(draft);
	return draft !== '' && value >= 1 && value <= most[field] ? value : undefined;
}

export function isInvalid(drafts: Drafts, field: NumberField): boolean {
	const draft = drafts[field];
	return draft !== undefined && numberIn(draft, field) === undefined;
}

/** The first number that will not do. */
export function invalidField(drafts: Drafts): NumberField | undefined {
	return numberFields.find((field) => isInvalid(drafts, field));
}

/** Only what will not do is kept as it was typed: the rest is chosen by now. */
export function unsettled(drafts: Drafts): Drafts {
	const kept = numberFields.filter((field) => isInvalid(drafts, field));
	return Object.fromEntries(kept.map((field) => [field, drafts[field]]));
}

export function without(drafts: Drafts, field: NumberField): Drafts {
	return Object.fromEntries(Object.entries(drafts).filter(([name]) => name !== field));
}

/** Why it does not go on like this. */
export function refusal(drafts: Drafts, field: NumberField): string {
	const draft = drafts[field] ?? '';
	const takes = `takes a number from ${boundsWords(field)}`;
	return draft === ''
		? `${fieldNames[field]} ${takes}, and there is none.`
		: `${fieldNames[field]} ${takes}, not ${draft}.`;
}
