import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { formatCount } from '../../shared/format.ts';
import { ErrorInFull, GroupLine } from '../components/error-details.tsx';
import { Frame, type ScreenProps } from '../components/frame.tsx';
import { Rule } from '../components/rule.tsx';
import { countOf } from '../figures.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { listRows } from '../layout.ts';
import { failuresOf } from '../lists.ts';

/** Most groups shown; there are as many kinds of error as the API and the database have words. */
const mostGroups = 8;

/** The errors by kind, and those of the selected kind in full, newest first. */
export function ErrorsScreen(props: ScreenProps): ReactNode {
	const { tone } = useDisplay();
	const { snapshot, size, view } = props;
	const groups = snapshot.state.errorGroups;
	const count = groups.reduce((sum, group) => sum + group.count, 0);
	const title = count === 0 ? 'Errors   none' : `Errors   ${formatCount(count)} in ${countOf(groups.length, 'group')}`;
	const width = size.columns - 2;
	const from = Math.max(0, Math.min(view.group - mostGroups + 1, groups.length - mostGroups));
	const shownGroups = groups.slice(from, from + Math.min(mostGroups, Math.ceil(listRows(size) / 3)));
	// An error takes three rows at least; what is below the last row is not worth laying out.
	const errors = failuresOf(snapshot, view).slice(view.scroll, view.scroll + Math.ceil(size.rows / 3));
	if (count === 0) {
		return (
			<Frame {...props} title={title}>
				<Box padding={1}>
					<Text {...tone('rest')}>Every home so far could be fetched and stored.</Text>
				</Box>
			</Frame>
		);
	}
	return (
		<Frame {...props} title={title}>
			<Box flexDirection="column" paddingX={1} flexShrink={0} aria-role="listbox">
				{shownGroups.map((group, index) => (
					<GroupLine key={group.kind} group={group} selected={from + index === view.group} width={width} />
				))}
			</Box>
			<Rule columns={size.columns} />
			<Box flexDirection="column" paddingX={1} flexGrow={1} overflowY="hidden" aria-role="list">
				{errors.map((error) => (
					<ErrorInFull key={error.number} error={error} width={width} />
				))}
			</Box>
		</Frame>
	);
}
