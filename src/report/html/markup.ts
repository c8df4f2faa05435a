import { sanitize } from '../../shared/sanitize.ts';

/** Text that is HTML already: made by `html`, in which everything foreign was escaped. */
export class Markup {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

export type Content = Markup | string | number | null | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/**
 * A piece of a page. Whatever is put into it is escaped, so that it is text in an element or within the quotes of an attribute,
 * unless it is such a piece itself; what would control a screen becomes a visible sign. Nothing is put anywhere else.
 */
export function html(pieces: TemplateStringsArray, ...contents: readonly Content[]): Markup {
	return new Markup(pieces.map((piece, index) => piece + render(contents[index])).join(''));
}

function render(content: Content): string {
	if (content === null || content === undefined) return '';
	if (content instanceof Markup) return content.text;
	if (typeof content === 'object') return content.map(render).join('');
	return sanitize(String(content)).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
