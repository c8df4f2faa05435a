import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { MunicipalityFacts } from '../../../../config/municipalities.ts';
import { formatCount } from '../../../shared/format.ts';
import { Cut } from '../../components/cut.tsx';
import { useDisplay } from '../../hooks/use-display.ts';
import type { InApi } from '../in-api.ts';
import { lastImportWords } from '../last-import.ts';
import type { MunicipalityColumns } from '../layout.ts';
import { ChoiceMark } from './choice-mark.tsx';
import { Spinner } from './spinner.tsx';

export interface MunicipalityRowProps {
	readonly municipality: MunicipalityFacts;
	readonly selected: boolean;
	readonly chosen: boolean;
	/** undefined while the database is still being asked. */
	readonly stored: number | undefined;
	readonly lastCompleteAt: number | undefined;
	readonly found: InApi;
	/** Epoch ms. */
	readonly now: number;
	readonly columns: MunicipalityColumns;
}

export function MunicipalityRow(props: MunicipalityRowProps): ReactNode {
	const { municipality, selected, chosen, stored, lastCompleteAt, found, now, columns } = props;
	const { glyphs, show, tone } = useDisplay();
	const kept = stored === undefined ? '' : stored === 0 ? glyphs.nothing : formatCount(stored);
	const last = stored === undefined ? '' : lastImportWords(lastCompleteAt, now);
	const { distanceToCopenhagenKm: distance } = municipality;
	return (
		<Box flexShrink={0}>
			<ChoiceMark selected={selected} chosen={chosen} />
			<Cut text={show(municipality.name)} width={columns.name} tone={selected ? 'strong' : 'plain'} />
			<Text {...tone(stored === 0 ? 'rest' : 'plain')}>{kept.padStart(columns.stored)}</Text>
			{columns.inApi > 0 && <FoundCell found={found} width={columns.inApi} />}
			{columns.last > 0 && (
				<Text {...tone(lastCompleteAt === undefined ? 'rest' : 'plain')}>
					{' '.repeat(columns.gap)}
					{last.padEnd(columns.last)}
				</Text>
			)}
			{columns.distance > 0 && distance !== undefined && (
				<Text {...tone('rest')}>{`${Math.round(distance)} km`.padStart(columns.distance)}</Text>
			)}
		</Box>
	);
}

/** The number, `?` where it could not be had, or that it is being counted. */
function FoundCell({ found, width }: { readonly found: InApi; readonly width: number }): ReactNode {
	const { tone } = useDisplay();
	const { homes, open, failures } = found;
	if (failures.length > 0) return <Text {...tone('failed')}>{'?'.padStart(width)}</Text>;
	if (open === 0) return <Text>{formatCount(homes).padStart(width)}</Text>;
	return (
		<Text>
			{' '.repeat(width - 1)}
			<Spinner />
		</Text>
	);
}
