import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Frame, type ScreenProps } from '../components/frame.tsx';
import { LogLines } from '../components/log-lines.tsx';
import { countOf } from '../figures.ts';
import { listRows } from '../layout.ts';

/** What happened, the newest line first. */
export function LogScreen(props: ScreenProps): ReactNode {
	const { snapshot, size, view } = props;
	const lines = snapshot.log.toReversed().slice(view.scroll, view.scroll + listRows(size));
	return (
		<Frame {...props} title={`Log   the last ${countOf(snapshot.log.length, 'line')}, newest first`}>
			<Box paddingX={1} flexShrink={0}>
				<LogLines lines={lines} width={size.columns - 2} />
			</Box>
		</Frame>
	);
}
