import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { Cut } from '../../components/cut.tsx';
import { countOf } from '../../figures.ts';
import { firstFitting } from '../../fit.ts';
import { useDisplay } from '../../hooks/use-display.ts';
import { type Choices, recommendedWorkers } from '../choices.ts';
import { pickingHints } from '../hints.ts';
import { type PaceItem, paceItems, presetLines, presetOf } from '../pace-items.ts';
import { NumberLine, PresetHeading, PresetRow, paceColumns } from './pace-rows.tsx';
import { PickingFrame, type StepProps } from './picking-frame.tsx';

/** Step 3: how many homes at once and how many a commit; a preset, or numbers of one's own. */
export function PaceStep(props: StepProps): ReactNode {
	const display = useDisplay();
	const { snapshot, size, facts } = props;
	const { choices, given, pace } = snapshot.state;
	const width = size.columns - 2;
	const room = width - paceColumns.sign - paceColumns.label - paceColumns.workers - 3;
	const at = paceItems(given)[pace.cursor];
	const used = presetOf(choices, given);
	const field = (name: Field): { selected: boolean; draft: string | undefined } => {
		const selected = isAt(at, name);
		return { selected, draft: selected ? pace.draft : undefined };
	};
	return (
		<PickingFrame {...props} title="How many at once?" hints={pickingHints(snapshot.state, display, { width })}>
			<Box height={1} flexShrink={0} />
			<PresetHeading />
			{presetLines.map((line) => (
				<PresetRow
					key={line.name}
					line={line}
					selected={at?.kind === 'preset' && at.name === line.name}
					chosen={used === line.name}
					width={width}
				/>
			))}
			<Box height={1} flexShrink={0} />
			<NumberLine
				label="Workers"
				value={choices.workers}
				{...field('workers')}
				words={given.workers === undefined ? recommendation(facts.cores, room) : givenWords}
				room={room}
			/>
			<NumberLine
				label="Batch size"
				value={choices.batchSize}
				{...field('batchSize')}
				words={given.batchSize === undefined ? `a commit every ${countOf(choices.batchSize, 'home')}` : givenWords}
				room={room}
			/>
			<LimitLine choices={choices} given={given.limit !== undefined} room={room} />
		</PickingFrame>
	);
}

type Field = Extract<PaceItem, { kind: 'number' }>['field'];

function isAt(item: PaceItem | undefined, field: Field): boolean {
	return item?.kind === 'number' && item.field === field;
}

const givenWords = 'given as a flag';

function recommendation(cores: number, room: number): string {
	const short = `recommended here: ${recommendedWorkers(cores)}`;
	return firstFitting([`${short} (${cores} cores x 1.5, 10 to 15)`, short], room);
}

interface LimitLineProps {
	readonly choices: Choices;
	readonly given: boolean;
	readonly room: number;
}

/** Only a preset or a flag limits the homes, so this line cannot be changed. */
function LimitLine({ choices, given, room }: LimitLineProps): ReactNode {
	const { tone } = useDisplay();
	const { limit } = choices;
	const wordings = given ? [givenWords] : ['only the first; another preset takes all', 'only the first'];
	return (
		<Box flexShrink={0}>
			<Text>
				{' '.repeat(paceColumns.sign)}
				{'Homes'.padEnd(paceColumns.label)}
				<Text {...tone(limit === undefined ? 'plain' : 'waiting')}>
					{(limit === undefined ? 'all' : String(limit)).padStart(paceColumns.workers)}
				</Text>
				{'   '}
			</Text>
			<Cut text={limit === undefined ? '' : firstFitting(wordings, room)} width={room} tone="rest" />
		</Box>
	);
}
