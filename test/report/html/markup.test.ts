import { expect, test } from 'vitest';
import { html } from '../../../src/report/html/markup.ts';

test('whatever is put into a page is text in it', () => {
	const hostile = `<script>alert("1")</script>'&amp;`;
	expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
		'<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;amp;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;amp;</p>',
	);
});

test('controls, marks that turn the direction and broken characters are visible', () => {
	expect(html`${'a\u0000\u001b[2J\u202e\ud800b'}`.text).toBe('a␀␛[2J\\u{202e}\ufffdb');
});

test('pieces of a page stay what they are, also in lists; nothing is nothing', () => {
	const items = ['<i>', 'b'].map((text) => html`<li>${text}</li>`);
	expect(html`<ul>${items}</ul>${null}${undefined}${0}`.text).toBe('<ul><li>&lt;i&gt;</li><li>b</li></ul>0');
});
