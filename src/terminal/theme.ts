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

export function coloured(tone: Tone): ToneStyle {
	return styles[tone];
}

export function uncoloured(tone: Tone): ToneStyle {
	return tone === 'strong' ? styles.strong : styles.plain;
}
