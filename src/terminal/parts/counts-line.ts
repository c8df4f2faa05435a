import { formatClock, formatCount } from '../../shared/format.ts';
import { spread } from '../columns.ts';
import type { Display } from '../display.ts';
import { formatTimeLeft } from '../figures.ts';
import { firstFitting } from '../fit.ts';
import { atRest, etaOf, total } from '../selectors.ts';
import type { Snapshot } from '../store.ts';

/** How the homes ended so far, and when all of them will have. */
export function countsLine(snapshot: Snapshot, width: number, { paint }: Display): string {
	const counts = firstFitting(countsWordings(snapshot), width);
	const eta = firstFitting(etaWordings(snapshot), width - counts.length - 3);
	return spread(counts, paint(atRest(snapshot.state) ? 'waiting' : 'plain', eta), width);
}

/** The same from long to short: first the rarer go, then those that need nobody's attention. */
function countsWordings({ state: { counts } }: Snapshot): readonly string[] {
	const most = formatCount(total(counts)).length;
	const parts = [
		{ name: 'imported', count: counts.imported, columns: most, rank: 1, always: true },
		{ name: 'updated', count: counts.updated, columns: most, rank: 4 },
		{ name: 'unchanged', count: counts.unchanged, columns: most, rank: 5 },
		{ name: 'skipped', count: counts.skipped, columns: 0, rank: 3, always: true },
		{ name: 'failed', count: counts.failed, columns: 3, rank: 2, always: true },
		{ name: 'gone', count: counts.gone, columns: 2, rank: 6 },
	].filter(({ count, always }) => always === true || count > 0);
	return [6, 5, 4, 3, 2, 1].map((rank) =>
		parts
			.filter((part) => part.rank <= rank)
			.map(({ name, count, columns }) => `${name} ${formatCount(count).padStart(columns)}`)
			.join('   '),
	);
}

/** The same from long to short. */
function etaWordings(snapshot: Snapshot): readonly string[] {
	const { state, now } = snapshot;
	if (state.result !== undefined || state.stopping !== undefined) return [];
	if (atRest(state)) {
		const why = state.control.paused ? 'paused' : 'waiting';
		return [`time stands still while ${why}`, 'time stands still'];
	}
	const left = etaOf(snapshot);
	if (left === undefined || left === 0) return [];
	const text = `${state.discoveryFinished ? '' : 'at least '}${formatTimeLeft(left)} left`;
	return [`${text}, done about ${formatClock(now + left)}`, text];
}
