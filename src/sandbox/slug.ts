const letters: Readonly<Record<string, string>> = { æ: 'ae', ø: 'oe', å: 'aa', é: 'e', ü: 'u' };

/** `Ørsted Allé` -> `oersted-alle`, as the API writes its slugs. */
export function slugOf(name: string): string {
	return name
		.toLowerCase()
		.replace(/[æøåéü]/g, (letter) => letters[letter] ?? letter)
		.replace(/[^a-z0-9]+/g, '-');
}
