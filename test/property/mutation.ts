import fc from 'fast-check';
import type { JsonObject } from '../support/records.ts';

type Change = (value: unknown) => unknown;
type Changes = readonly (readonly [steps: readonly number[], act: Change])[];

/**
 * The record as text, changed in a few places. The text need not be what `JSON.stringify` would write: numbers may have more digits than
 * JavaScript can hold, and keys may repeat.
 */
export function mutate(record: JsonObject, changes: Changes): string {
	let value: unknown = record;
	for (const [steps, act] of changes) {
		const changed = changedAt(value, steps.values(), act);
		value = changed === gone ? null : changed;
	}
	return withRaw(JSON.stringify(value));
}

/** Stands for a part that the change takes away. */
const gone = Symbol('gone');

/** What `JSON.stringify` cannot write, in the place of which it writes a text that is replaced afterwards. */
const raw = (json: string): string => `@raw ${json}@`;
const again = '@again';

function withRaw(json: string): string {
	return json.replaceAll(/"@raw ([^"@]*)@"/g, '$1').replaceAll(`${again}"`, '"');
}

const nested = (levels: number): unknown =>
	levels === 0 ? 'bottom' : levels % 2 ? [nested(levels - 1)] : { a: nested(levels - 1) };

const strange: readonly unknown[] = [
	...['', 'x', '0', '-1', 'null', 'NaN', '2024-02-30', '0000-00-00', '2024-13-01', '12.5', 'x'.repeat(3_000)],
	...['\0', 'a\0b', '\ud83d', '\ufefftext', '2026-11-23T12:00:00', '2026-11-23T25:00:00Z', '0000-01-01T00:00:00Z'],
	...['ffffffff-ffff-ffff-ffff-ffffffffffff', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', '{}', '[1]'],
	...[0, -0, -1, 1.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e21, 1e308, 5e-324, true, false, null],
	...[[], {}, [null], [[]], [{}], { a: 1 }, [1, 'two'], { length: 3 }, nested(30), nested(70), nested(800)],
	...['1e400', '-1e400', '1e-400', '9007199254740993', '-0', '123456789012345678901234567890', '0.1e1', '1E5'].map(raw),
];

const change: fc.Arbitrary<Change> = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...strange).map((value) => () => value) },
	{ weight: 2, arbitrary: fc.constant(() => gone) },
	{ weight: 1, arbitrary: fc.constant((value: unknown) => [value]) },
	{ weight: 1, arbitrary: fc.constant((value: unknown) => ({ value })) },
	{ weight: 1, arbitrary: fc.constant((value: unknown) => JSON.stringify(value)) },
	{ weight: 2, arbitrary: fc.constant(twice) },
	{ weight: 1, arbitrary: fc.constant(withPrototype) },
);

/** Another type, another order of magnitude, gone, twice, wrapped, too deep; and the way to the place. */
export const anyChanges: fc.Arbitrary<Changes> = fc.array(
	fc.tuple(fc.array(fc.nat(999), { minLength: 9, maxLength: 9 }), change),
	{ minLength: 1, maxLength: 3 },
);

/** A list with its first element once more, an object with its last key once more and another value. */
function twice(value: unknown): unknown {
	if (Array.isArray(value)) return [...value, ...value.slice(0, 1)];
	if (typeof value !== 'object' || value === null) return value;
	const last = Object.keys(value).at(-1);
	return last === undefined ? value : { ...value, [last + again]: 'again' };
}

function withPrototype(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.fromEntries([...Object.entries(value), ['__proto__', { isAdmin: true }], ['constructor', 1]]);
}

/** Follows the steps down into the value, for as long as each chance says so and there is somewhere to go, and changes what is there. */
function changedAt(value: unknown, steps: Iterator<number>, act: Change): unknown {
	const step = steps.next().value ?? 0;
	if (typeof value !== 'object' || value === null || step % 8 === 0) return act(value);
	const keys = Object.keys(value);
	const key = keys[step % Math.max(1, keys.length)];
	if (key === undefined) return act(value);
	const changed = changedAt((value as JsonObject)[key], steps, act);
	if (Array.isArray(value))
		return value.flatMap((element, index) => (String(index) !== key ? [element] : asList(changed)));
	const entries = Object.entries(value).map(([name, field]) => [name, name === key ? changed : field]);
	return Object.fromEntries(entries.filter(([, field]) => field !== gone));
}

function asList(value: unknown): unknown[] {
	return value === gone ? [] : [value];
}
