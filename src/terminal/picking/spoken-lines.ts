import { formatCount } from '../../shared/format.ts';
import type { Display } from '../display.ts';
import { countOf } from '../figures.ts';
import { everyType, recommendedWorkers, typeItems } from './choices.ts';
import { confirmLines } from './confirm-lines.ts';
import { inApi } from './in-api.ts';
import { lastImportWords } from './last-import.ts';
import { filterMunicipalities } from './municipality-list.ts';
import { paceItems } from './pace-items.ts';
import { storedHomes } from './plan.ts';
import type { Facts } from './ports.ts';
import type { PickingSnapshot } from './session.ts';
import { chosenWords, failureWords, municipalityWords, typeWords } from './words.ts';

const wide = { columns: 1000, rows: 1000 };

/** What a step shows, in sentences. */
export function spokenLines(snapshot: PickingSnapshot, facts: Facts, display: Display): readonly string[] {
	const { state } = snapshot;
	const note = state.note === undefined ? [] : [state.note];
	switch (state.step) {
		case 'municipalities':
			return [...municipalityLines(snapshot, facts, display), ...note];
		case 'types':
			return [...typeLines(snapshot), ...note];
		case 'pace':
			return [...paceLines(snapshot, facts), ...note];
		case 'confirm':
			return confirmLines({ ...snapshot, choices: state.choices, facts, size: wide, display }).flatMap(
				({ label, text }) =>
					text === '' ? [] : [`${label === undefined ? '' : `${label}: `}${text.replace(/ +/g, ' ').trim()}`],
			);
	}
}

function municipalityLines({ state, counts }: PickingSnapshot, facts: Facts, display: Display): readonly string[] {
	const { filter, cursor } = state.municipalities;
	const { municipalityCodes, types } = state.choices;
	const shown = filterMunicipalities(filter);
	const at = shown[cursor];
	const found = inApi(municipalityCodes, types, counts);
	const names = (width: number): string => municipalityWords(municipalityCodes, width, display);
	const lines = [
		'Which municipalities?',
		`Filter: ${filter === '' ? 'none' : display.show(filter)}, ${countOf(shown.length, 'match').replace('matchs', 'matches')}`,
	];
	if (at !== undefined) {
		const stored = facts.stored.get(at.code);
		const one = inApi([at.code], types, counts);
		const count =
			one.open > 0 ? 'still being counted' : one.failures.length > 0 ? 'not known how many' : formatCount(one.homes);
		const chosen = municipalityCodes.includes(at.code) ? 'chosen' : 'not chosen';
		lines.push(
			`${display.show(at.name)}, ${chosen}: ${formatCount(storedHomes(stored, types))} stored, ${count} in the API, last complete import ${lastImportWords(stored?.lastCompleteAt, facts.now)}`,
		);
		const failure = failureWords(one);
		if (failure !== undefined) lines.push(display.show(failure));
	}
	return [...lines, chosenWords(municipalityCodes.length, names, found, wide.columns)];
}

function typeLines({ state, counts }: PickingSnapshot): readonly string[] {
	const { municipalityCodes, types } = state.choices;
	const at = typeItems[state.types.cursor] ?? '';
	const found = inApi(municipalityCodes, types, counts);
	return [
		'Which types of home?',
		`${at === everyType ? 'all types' : at}, ${types.includes(at) ? 'chosen' : 'not chosen'}`,
		chosenWords(types.length, (width) => typeWords(types, width), found, wide.columns),
	];
}

function paceLines({ state }: PickingSnapshot, { cores }: Facts): readonly string[] {
	const { workers, batchSize, limit } = state.choices;
	const at = paceItems(state.given)[state.pace.cursor];
	const place = at?.kind === 'preset' ? `preset ${at.name}` : at?.field === 'workers' ? 'workers' : 'batch size';
	return [
		'How many at once?',
		`At ${place}`,
		`${workers} workers, recommended here: ${recommendedWorkers(cores)}`,
		`a commit every ${countOf(batchSize, 'home')}`,
		limit === undefined ? 'all homes' : `the first ${countOf(limit, 'home')} only`,
	];
}
