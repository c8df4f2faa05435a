import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { ErrorGroup, ShownError } from '../../import/progress.ts';
import { formatCount } from '../../shared/format.ts';
import { formatClockSeconds } from '../figures.ts';
import { firstFitting } from '../fit.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { wrapWords } from '../wrap.ts';
import { Cut } from './cut.tsx';

export interface GroupLineProps {
	readonly group: ErrorGroup;
	readonly selected: boolean;
	readonly width: number;
}

/** One kind of error: how often, the latest of them, and when. */
export function GroupLine({ group, selected, width }: GroupLineProps): ReactNode {
	const { glyphs, show, tone } = useDisplay();
	const last = `last ${formatClockSeconds(group.latest.at)}`;
	const kindWidth = Math.min(20, Math.floor(width / 4));
	const before = 10;
	return (
		<Box aria-role="option" aria-state={{ selected }} flexShrink={0}>
			<Text {...tone(selected ? 'strong' : 'plain')}>
				{selected ? glyphs.selected : ' '} {formatCount(group.count).padStart(6)}
				{'  '}
			</Text>
			<Cut text={show(group.kind)} width={kindWidth} tone={selected ? 'strong' : 'plain'} />
			<Cut text={show(group.latest.problem.message)} width={width - before - kindWidth - last.length - 2} tone="rest" />
			<Text>
				{'  '}
				{last}
			</Text>
		</Box>
	);
}

/** One error with all that is known of it. */
export function ErrorInFull({ error, width }: { readonly error: ShownError; readonly width: number }): ReactNode {
	const { show } = useDisplay();
	const indent = 10;
	const room = width - indent;
	const id = show(error.id ?? 'no id');
	const tries = error.attempts > 1 ? `   ${error.attempts} tries` : '';
	const about = firstFitting([`${id}   ${stages[error.problem.stage]}${tries}`, `${id}${tries}`, id], room);
	return (
		<Box flexDirection="column" flexShrink={0} aria-role="listitem">
			<Box>
				<Cut text={formatClockSeconds(error.at)} width={indent} tone="rest" />
				<Cut text={show(error.label)} width={room} tone="strong" />
			</Box>
			<Box flexDirection="column" paddingLeft={indent}>
				<Cut text={about} width={room} tone="rest" />
				{/* Ink breaks what is still too wide, but begins the next line with the blank. */}
				<Box width={room}>
					<Text wrap="wrap">{wrapWords(show(error.problem.message), room).join('\n')}</Text>
				</Box>
			</Box>
		</Box>
	);
}

const stages: Readonly<Record<ShownError['problem']['stage'], string>> = {
	fetch: 'while fetching',
	validate: 'while reading the answer',
	store: 'while storing',
};
