import type { EntityManager } from '@mikro-orm/core';
import { runIds } from '../ledger/runs.ts';
import { sanitize } from '../shared/sanitize.ts';
import { didYouMean } from './did-you-mean.ts';
import { usage } from './settings.ts';

const shownIds = 5;

/**
 * The run that a word means: its id, the beginning of it, or `last`.
 * @throws UserError with exit code 64 when there is none, or more than one.
 */
export async function findRun(em: EntityManager, word = 'last'): Promise<string> {
	const ids = await runIds(em);
	const [newest] = ids;
	if (newest === undefined) throw usage('There is no run yet.', 'An import makes one: bolig-import --help shows how.');
	if (word === 'last') return newest;
	const found = ids.includes(word) ? [word] : ids.filter((id) => id.startsWith(word));
	const [only, ...others] = found;
	if (only === undefined) {
		const shown = JSON.stringify(sanitize(word));
		throw usage(`There is no run ${shown}.${didYouMean(word, ids)}`, `The newest are ${list(ids)}; or say last.`);
	}
	if (others.length > 0) throw usage(`${found.length} runs begin with ${word}.`, `Say which: ${list(found)}.`);
	return only;
}

function list(ids: readonly string[]): string {
	return ids.slice(0, shownIds).join(', ') + (ids.length > shownIds ? ' ...' : '');
}
