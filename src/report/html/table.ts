import { type Content, html, type Markup } from './markup.ts';

/**
 * A table that scrolls by itself where the page is narrow.
 * @param heads a name that ends with # is of a column of numbers.
 */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly Content[])[]): Markup {
	const numeric = heads.map((head) => head.endsWith('#'));
	const cell = (content: Content, index: number): Markup => {
		const kind = numeric[index] === true ? 'number' : 'text';
		return index === 0
			? html`<th scope="row" class="${kind}">${content}</th>`
			: html`<td class="${kind}">${content}</td>`;
	};
	return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${heads.map(
		(head, index) =>
			html`<th scope="col" class="${numeric[index] === true ? 'number' : 'text'}">${head.replace(/#$/, '')}</th>`,
	)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody></table></div>`;
}

/** A table that is unfolded by whoever wants it, and on paper. */
export function foldedTable(
	caption: string,
	...content: [heads: readonly string[], rows: readonly (readonly Content[])[]]
): Markup {
	return html`<details class="told"><summary>${caption}</summary>${table(caption, ...content)}</details>`;
}
