/** What a colour says, always as a second voice beside a word or a sign. */
export type Tone = 'plain' | 'strong' | 'moving' | 'waiting' | 'failed' | 'rest';

export interface ToneStyle {
	readonly color?: 'green' | 'yellow' | 'red';
	readonly dimColor?: true;
	readonly bold?: true;
}

/** Three of the sixteen colours that every theme of every terminal has thought about. */
const styles: Readonly<Record<Tone, ToneStyle>> = {
	plain: {},
	strong: { bold: true },
	moving: { color: 'green' },
	waiting: { color: 'yellow' },
	failed: { color: 'red' },
	rest: { dimColor: true },
};

/** The same as numbers of "select graphic rendition" (ECMA-48, 8.3.117), on and off. */
const renditions: Readonly<Record<Exclude<Tone, 'plain'>, readonly [on: number, off: number]>> = {
	strong: [1, 22],
	moving: [32, 39],
	waiting: [33, 39],
	failed: [31, 39],
	rest: [2, 22],
};

export function coloured(tone: Tone): ToneStyle {
	return styles[tone];
}

export function uncoloured(tone: Tone): ToneStyle {
	return tone === 'strong' ? styles.strong : styles.plain;
}

export function paintColoured(tone: Tone, text: string): string {
	if (tone === 'plain' || text === '') return text;
	const [on, off] = renditions[tone];
	return `\u001b[${on}m${text}\u001b[${off}m`;
}

export function paintUncoloured(tone: Tone, text: string): string {
	return tone === 'strong' ? paintColoured(tone, text) : text;
}

export function paintNothing(_tone: Tone, text: string): string {
	return text;
}
