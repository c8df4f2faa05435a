/** Why search records are not trusted. */
export function distrustWords({ differs }: { readonly differs: boolean }): string {
	if (differs) return "search records differ from the homes' own";
	return 'half of the sample or more could not be fetched, so nothing shows that search records are good';
}
