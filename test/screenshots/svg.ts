import type { IBufferCell, IBufferLine } from '@xterm/headless';
import type { PtyProgram, PtySize } from '../support/pty.ts';

/** Measures of the picture, in pixels of its own grid. */
const cell = { width: 8.4, height: 18 };
const margin = 14;
const titleBar = 30;
/** Where letters stand within their row. */
const baseline = 13.5;

const background = '#16181d';
const frame = '#2a2e37';
const foreground = '#d7dae0';
const dim = '#7d8594';
const bright = '#ffffff';
/** The sixteen colours, as a calm dark theme has them; the program uses three. */
const palette = [
	['#16181d', '#e5727a', '#8fc379', '#e0b96a', '#6ea8e6', '#c08bd6', '#62b6c0', '#d7dae0'],
	['#7d8594', '#f08b92', '#a8d894', '#f0cd86', '#8bbdf0', '#d3a4e6', '#7fcbd4', '#ffffff'],
].flat();

interface Run {
	readonly column: number;
	readonly columns: number;
	readonly text: string;
	readonly style: string;
}

/** What is on the screen, as a picture in which every run of letters has its place and width: columns stay straight in any font. */
export function screenSvg(program: PtyProgram, { columns, rows }: PtySize, title: string): string {
	const width = Math.round(columns * cell.width + 2 * margin);
	const height = Math.round(rows * cell.height + titleBar + margin);
	const { baseY } = program.buffer;
	const lines = Array.from({ length: rows }, (_, row) => {
		const line = program.buffer.getLine(baseY + row);
		return line === undefined ? '' : lineSvg(line, titleBar + row * cell.height + baseline);
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${xml(title)}">`,
		'<style>text{font:14px ui-monospace,"Cascadia Mono","SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}.b{font-weight:700}</style>',
		`<rect width="${width}" height="${height}" rx="8" fill="${background}" stroke="${frame}"/>`,
		...['#e5727a', '#e0b96a', '#8fc379'].map(
			(fill, at) => `<circle cx="${18 + at * 18}" cy="15" r="5" fill="${fill}"/>`,
		),
		`<text x="${width / 2}" y="19" text-anchor="middle" fill="${dim}" font-size="12">${xml(title)}</text>`,
		...lines.filter((line) => line !== ''),
		'</svg>',
		'',
	].join('\n');
}

function lineSvg(line: IBufferLine, y: number): string {
	return runsOf(line)
		.filter(({ text }) => text.trim() !== '')
		.map(({ column, columns, text, style }) => {
			const place = `x="${rounded(margin + column * cell.width)}" y="${rounded(y)}"`;
			return `<text ${place} textLength="${rounded(columns * cell.width)}" ${style}>${xml(text)}</text>`;
		})
		.join('');
}

/** Neighbours of the same style, up to two blanks in a row; longer gaps part them, so that nothing leans on the width of a blank. */
function runsOf(line: IBufferLine): readonly Run[] {
	const runs: Run[] = [];
	let open: Run | undefined;
	const close = (): void => {
		if (open !== undefined) runs.push(trimmed(open));
		open = undefined;
	};
	for (let column = 0; column < line.length; column++) {
		const at = line.getCell(column);
		if (at === undefined || at.getWidth() === 0) continue;
		const text = at.getChars() || ' ';
		const style = styleOf(at);
		if (open?.style !== style || (text === ' ' && open.text.endsWith('  '))) close();
		if (open === undefined && text === ' ') continue;
		open = {
			column: open?.column ?? column,
			columns: (open?.columns ?? 0) + at.getWidth(),
			text: (open?.text ?? '') + text,
			style,
		};
	}
	close();
	return runs;
}

function trimmed(run: Run): Run {
	const text = run.text.trimEnd();
	return { ...run, text, columns: run.columns - (run.text.length - text.length) };
}

function styleOf(at: IBufferCell): string {
	const bold = at.isBold() !== 0;
	const named = at.isFgPalette() ? palette[at.getFgColor()] : undefined;
	const fill = named ?? (at.isDim() !== 0 ? dim : bold ? bright : foreground);
	return `fill="${fill}"${bold ? ' class="b"' : ''}`;
}

function rounded(pixels: number): string {
	return String(Math.round(pixels * 10) / 10);
}

function xml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
