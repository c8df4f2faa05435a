/** Why search records are not trusted. */
export function distrustWords({ differs }: { readonly differs: boolean }): string {
	if (differs) return "search records differ from the homes' own";
	return 'half of the sample or more could not be fetched, so nothing shows that search records are good';
}

/** That smaller pages are asked for, and why. */
export function loweredWords({ tooMany, rows, reason }: { tooMany: number; rows: number; reason: string }): string {
	return `pages of ${tooMany} homes are too much for the API (${reason}): ${rows} from now on`;
}
