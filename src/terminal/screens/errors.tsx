import { Box } from 'ink';
import type { ReactNode } from 'react';
import { formatCount } from '../../shared/format.ts';
import { Frame, type ScreenProps } from '../components/frame.tsx';
import { Lines } from '../components/lines.tsx';
import { Rule } from '../components/rule.tsx';
import { errorInFull, groupText } from '../error-text.ts';
import { countOf } from '../figures.ts';
import { joinFitting } from '../fit.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { layOutErrors } from '../layout.ts';
import { failuresOf, selectedGroup } from '../lists.ts';
import { triedAgain } from '../selectors.ts';
import type { Snapshot } from '../store.ts';
import { wrapWords } from '../wrap.ts';

/** The errors by kind, and those of the selected kind in full, newest first. */
export function ErrorsScreen(props: ScreenProps): ReactNode {
	const { snapshot, size } = props;
	const width = size.columns - 2;
	return (
		<Frame {...props} title={titleText(snapshot, width)}>
			{snapshot.state.errorGroups.length === 0 ? (
				<NoErrors snapshot={snapshot} width={width} />
			) : (
				<>
					<Groups {...props} />
					<Rule columns={size.columns} />
					<ErrorsInFull {...props} />
				</>
			)}
		</Frame>
	);
}

/** The header's right side takes up to 30 columns. */
const headerState = 30;

function titleText(snapshot: Snapshot, width: number): string {
	const groups = snapshot.state.errorGroups;
	const count = groups.reduce((sum, group) => sum + group.count, 0);
	const counted = count === 0 ? 'none' : `${formatCount(count)} in ${countOf(groups.length, 'group')}`;
	return joinFitting(['Errors', counted, triedAgain(snapshot)], Math.max(width - headerState, 20));
}

function NoErrors({ snapshot, width }: { readonly snapshot: Snapshot; readonly width: number }): ReactNode {
	const { paint } = useDisplay();
	const lines = wrapWords(noErrorsText(snapshot), width);
	return (
		<Box padding={1} flexShrink={0}>
			<Lines text={lines.map((line) => paint('rest', line)).join('\n')} />
		</Box>
	);
}

function noErrorsText(snapshot: Snapshot): string {
	const again = triedAgain(snapshot);
	if (again === '') return 'Every home so far could be fetched and stored.';
	if (snapshot.state.stopping === undefined) return `Nothing else is open: ${again}, before all others.`;
	return `Nothing else is open: ${again}, as far as the run still gets; the next one fetches the rest.`;
}

function Groups({ snapshot, size, view }: ScreenProps): ReactNode {
	const display = useDisplay();
	const { errorGroups } = snapshot.state;
	const shown = layOutErrors(size, errorGroups.length).groups;
	const selected = selectedGroup(snapshot.state, view);
	const from = Math.max(0, Math.min(selected - shown + 1, errorGroups.length - shown));
	const lines = errorGroups
		.slice(from, from + shown)
		.map((group, index) => groupText(group, from + index === selected, size.columns - 2, display));
	return (
		<Box paddingX={1} flexShrink={0}>
			<Lines text={lines.join('\n')} />
		</Box>
	);
}

function ErrorsInFull({ snapshot, size, view }: ScreenProps): ReactNode {
	const display = useDisplay();
	const { rows } = layOutErrors(size, snapshot.state.errorGroups.length);
	// Each takes three rows at least.
	const errors = failuresOf(snapshot, view).slice(view.scroll, view.scroll + Math.ceil(rows / 3));
	const lines = errors.flatMap((error) => errorInFull(error, size.columns - 2, display)).slice(0, rows);
	return (
		<Box paddingX={1} flexShrink={0}>
			<Lines text={lines.join('\n')} />
		</Box>
	);
}
