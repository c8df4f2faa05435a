import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../../hooks/use-display.ts';
import { pickingGlyphs } from '../glyphs.ts';
import { pickingHints } from '../hints.ts';
import { inApi } from '../in-api.ts';
import { type MunicipalityColumns, municipalityColumns, municipalityRows, spanAround } from '../layout.ts';
import { filterMunicipalities } from '../municipality-list.ts';
import { storedHomes } from '../plan.ts';
import { chosenWords, failureWords, municipalityWords } from '../words.ts';
import { choiceMarkWidth } from './choice-mark.tsx';
import { MunicipalityRow } from './municipality-row.tsx';
import { PickingFrame, type StepProps } from './picking-frame.tsx';

/** Step 1: all municipalities, what is stored of each, and what there is. */
export function MunicipalitiesStep(props: StepProps): ReactNode {
	const display = useDisplay();
	const { snapshot, size, facts } = props;
	const { state, counts } = snapshot;
	const { filter, cursor } = state.municipalities;
	const { municipalityCodes, types } = state.choices;
	const width = size.columns - 2;
	const columns = municipalityColumns(size);
	const shown = filterMunicipalities(filter);
	const { from, to } = spanAround(cursor, shown.length, municipalityRows(size));
	const visible = shown.slice(from, to);
	const found = inApi(municipalityCodes, types, counts);
	const names = (room: number): string => municipalityWords(municipalityCodes, room, display);
	const trouble = inApi([...new Set([...visible.map(({ code }) => code), ...municipalityCodes])], types, counts);
	return (
		<PickingFrame
			{...props}
			title="Which municipalities?"
			hints={pickingHints(state, display, { width, failed: trouble.failures.length > 0 })}
			trouble={failureWords(trouble, shown[cursor]?.code)}
			chosen={chosenWords(municipalityCodes.length, names, found, width)}
		>
			<FilterLine filter={filter} matches={shown.length} />
			<Box height={1} flexShrink={0} />
			<Heading columns={columns} />
			{visible.map((municipality, index) => (
				<MunicipalityRow
					key={municipality.code}
					municipality={municipality}
					selected={from + index === cursor}
					chosen={municipalityCodes.includes(municipality.code)}
					stored={storedHomes(facts.stored.get(municipality.code), types)}
					lastCompleteAt={facts.stored.get(municipality.code)?.lastCompleteAt}
					found={inApi([municipality.code], types, counts)}
					now={facts.now}
					columns={columns}
				/>
			))}
		</PickingFrame>
	);
}

function FilterLine({ filter, matches }: { readonly filter: string; readonly matches: number }): ReactNode {
	const display = useDisplay();
	const { tone, show } = display;
	const none = matches === 0 ? '   no municipality is like that' : '';
	return (
		<Box flexShrink={0}>
			<Text {...tone('rest')}>Filter: </Text>
			<Text>{show(filter)}</Text>
			<Text {...tone('moving')}>{pickingGlyphs(display).caret}</Text>
			<Text {...tone('waiting')}>{none}</Text>
		</Box>
	);
}

function Heading({ columns }: { readonly columns: MunicipalityColumns }): ReactNode {
	const { show, tone } = useDisplay();
	const { name, stored, inApi: inApiWidth, gap, last, distance } = columns;
	const lastWords = 'last complete import'.slice(0, last === 15 ? 13 : undefined);
	const text =
		' '.repeat(choiceMarkWidth) +
		'municipality'.padEnd(name) +
		'stored'.padStart(stored) +
		'in the API'.padStart(inApiWidth) +
		' '.repeat(gap) +
		lastWords.padEnd(last) +
		(distance > 0 ? show('from København').padStart(distance) : '');
	return (
		<Box flexShrink={0}>
			<Text {...tone('rest')} wrap="truncate">
				{text}
			</Text>
		</Box>
	);
}
