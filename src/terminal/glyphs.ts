import type { Phase } from './phase.ts';

/** Every sign that a display draws with; each one column wide. */
export interface Glyphs {
	readonly rule: string;
	readonly barFull: string;
	readonly barHalf: string;
	readonly barEmpty: string;
	readonly spinner: readonly string[];
	/** From nothing to the most. */
	readonly spark: readonly string[];
	readonly retrying: string;
	readonly paused: string;
	readonly idle: string;
	/** Where there is nothing to say. */
	readonly nothing: string;
	readonly separator: string;
	readonly selected: string;
	readonly cut: string;
	readonly arrows: string;
	readonly enter: string;
	readonly phase: Readonly<Record<Phase, string>>;
}

export const unicodeGlyphs: Glyphs = {
	rule: '─',
	barFull: '━',
	barHalf: '╸',
	barEmpty: '┄',
	spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
	spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	retrying: '↻',
	paused: '‖',
	idle: '·',
	nothing: '–',
	separator: '·',
	selected: '▸',
	cut: '…',
	arrows: '↑↓',
	enter: '⏎',
	phase: {
		starting: '○',
		discovering: '◌',
		running: '●',
		'backing off': '↻',
		pausing: '◐',
		paused: '‖',
		'waiting for database': '○',
		finishing: '◕',
		stopping: '■',
		done: '✓',
	},
};

export const asciiGlyphs: Glyphs = {
	rule: '-',
	barFull: '=',
	barHalf: '>',
	barEmpty: '.',
	spinner: ['|', '/', '-', '\\'],
	spark: ['_', '.', ':', '-', '=', '+', '*', '#'],
	retrying: 'r',
	paused: '"',
	idle: '.',
	nothing: '-',
	separator: '-',
	selected: '>',
	cut: '~',
	arrows: 'up/down',
	enter: 'enter',
	phase: {
		starting: 'o',
		discovering: '?',
		running: '*',
		'backing off': 'r',
		pausing: '"',
		paused: '"',
		'waiting for database': '!',
		finishing: '*',
		stopping: '#',
		done: '*',
	},
};

/** For a screen reader: a word for what is selected, and silence for what only moves or marks. */
export function spokenGlyphs(glyphs: Glyphs): Glyphs {
	return { ...glyphs, spinner: [' '], retrying: ' ', paused: ' ', idle: ' ', selected: 'selected:' };
}
