import { formatCount } from '../../shared/format.ts';
import { sanitize } from '../../shared/sanitize.ts';
import type { Display } from '../../terminal/display.ts';
import { wrapWords } from '../../terminal/wrap.ts';
import type { Check, Verdict } from './check.ts';

export interface Look {
	/** Of the terminal; undefined where lines may be as long as they are. */
	readonly columns: number | undefined;
	/** undefined where there are no colours. */
	readonly paint: Display['paint'] | undefined;
}

/** A sign and a word each: neither the colour nor the sign is needed to tell them apart. */
const marks: Readonly<Record<Verdict, readonly [text: string, tone: 'moving' | 'waiting' | 'failed']>> = {
	ok: ['✓ ok     ', 'moving'],
	unknown: ['? unknown', 'waiting'],
	warning: ['! warning', 'waiting'],
	failure: ['✗ failure', 'failed'],
};

const subjectWidth = 17;
const indent = 4 + marks.ok[0].length + subjectWidth;

/** The thing, what it is and what was expected; where the two differ, the latter and what mends it on lines of their own. */
export function checkLines({ subject, verdict, expected, is, mend }: Check, { columns, paint }: Look): string[] {
	const [mark, tone] = marks[verdict];
	const painted = paint?.(tone, mark) ?? mark;
	const width = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(20, columns - indent - 1);
	const told = (words: string): readonly string[] =>
		width === Number.POSITIVE_INFINITY ? [sanitize(words)] : wrapWords(sanitize(words), width);
	const [first = '', ...more] = told(mend === undefined ? `${is} (expected: ${expected})` : is);
	const rest = [...more, ...(mend === undefined ? [] : [...told(`expected: ${expected}`), ...told(`mend: ${mend}`)])];
	return [
		`${painted}  ${subject.padEnd(subjectWidth)}  ${first}`,
		...rest.map((line) => `${' '.repeat(indent)}${line}`),
	];
}

export function verdictWords(warnings: number, failures: number, unknown = 0): string {
	const unseen = unknown === 0 ? [] : [`${formatCount(unknown)} not looked at`];
	if (failures === 0 && warnings === 0) {
		const all = ['All is as it should be', ...unseen].join(', but ');
		return `${all}. Nothing was changed.`;
	}
	const told = [
		...(failures === 0 ? [] : [`${formatCount(failures)} ${failures === 1 ? 'failure' : 'failures'}`]),
		...(warnings === 0 ? [] : [`${formatCount(warnings)} ${warnings === 1 ? 'warning' : 'warnings'}`]),
	];
	return `${[...told, ...unseen].join(', ')}. Nothing was changed.`;
}
