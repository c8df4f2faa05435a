/** As many names as fit: `Albertslund, Allerød and 34 more`; nothing where not even one does. */
export function namesFitting(names: readonly string[], width: number): string {
	for (let shown = names.length; shown > 0; shown--) {
		const left = names.length - shown;
		const text = names.slice(0, shown).join(', ') + (left === 0 ? '' : ` and ${left} more`);
		if (text.length <= width) return text;
	}
	return '';
}
