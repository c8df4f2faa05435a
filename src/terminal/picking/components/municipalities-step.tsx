import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { Cut } from '../../components/cut.tsx';
import { firstFitting } from '../../fit.ts';
import { useDisplay } from '../../hooks/use-display.ts';
import { pickingHints } from '../hints.ts';
import { inApi } from '../in-api.ts';
import { type MunicipalityColumns, municipalityColumns, municipalityLayout, spanAround } from '../layout.ts';
import { filterMunicipalities } from '../municipality-list.ts';
import { storedHomes } from '../plan.ts';
import { visibleCodes } from '../session.ts';
import { chosenWords, municipalityWords, troubleWords } from '../words.ts';
import { choiceMarkWidth } from './choice-mark.tsx';
import { FilterLine } from './filter-line.tsx';
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
	const layout = municipalityLayout(size);
	const { from, to } = spanAround(cursor, shown.length, layout.rows);
	const visible = shown.slice(from, to);
	const found = inApi(municipalityCodes, types, counts);
	const names = (room: number): string => municipalityWords(municipalityCodes, room, display);
	const asked = [...new Set([...visibleCodes(state, size), ...municipalityCodes])];
	const trouble = inApi(asked, types, counts);
	return (
		<PickingFrame
			{...props}
			title="Which municipalities?"
			hints={pickingHints(state, display, { failed: trouble.failures.length > 0 })}
			trouble={troubleWords(trouble, width, shown[cursor]?.code)}
			status={layout.status}
			chosen={chosenWords(municipalityCodes.length, names, found, width)}
		>
			<FilterLine filter={filter} width={width} />
			{layout.gap && <Box height={1} flexShrink={0} />}
			{layout.heading && <Heading columns={columns} />}
			{shown.length === 0 && <NoMatch width={width} />}
			{visible.map((municipality, index) => (
				<MunicipalityRow
					key={municipality.code}
					municipality={municipality}
					selected={from + index === cursor}
					chosen={municipalityCodes.includes(municipality.code)}
					stored={facts.stored && storedHomes(facts.stored.get(municipality.code), types)}
					lastCompleteAt={facts.stored?.get(municipality.code)?.lastCompleteAt}
					found={inApi([municipality.code], types, counts)}
					now={facts.now}
					columns={columns}
				/>
			))}
		</PickingFrame>
	);
}

function NoMatch({ width }: { readonly width: number }): ReactNode {
	const words = 'no municipality is like that';
	const text =
		' '.repeat(choiceMarkWidth) + firstFitting([`${words}: esc clears the filter`, words], width - choiceMarkWidth);
	return <Cut text={text} width={width} tone="waiting" />;
}

function Heading({ columns }: { readonly columns: MunicipalityColumns }): ReactNode {
	const { show, tone } = useDisplay();
	const { name, stored, inApi: inApiWidth, gap, last, distance } = columns;
	const lastWords = 'last complete import'.slice(0, last === 15 ? 13 : undefined);
	const text =
		' '.repeat(choiceMarkWidth) +
		'municipality'.padEnd(name) +
		'stored'.padStart(stored) +
		(inApiWidth > 0 ? 'in the API'.padStart(inApiWidth) : '') +
		' '.repeat(gap) +
		(last > 0 ? lastWords.padEnd(last) : '') +
		(distance > 0 ? show('from København').padStart(distance) : '');
	return (
		<Box flexShrink={0}>
			<Text {...tone('rest')} wrap="truncate">
				{text}
			</Text>
		</Box>
	);
}
