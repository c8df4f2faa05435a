import { Box } from 'ink';
import type { ReactNode } from 'react';
import { hintsOf } from '../hints.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { frameRows, listRows, type Size } from '../layout.ts';
import { rangeOf } from '../lists.ts';
import type { Snapshot } from '../store.ts';
import { noticeAt, type ViewState } from '../view-state.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { Rule } from './rule.tsx';

/** What every screen is drawn from. */
export interface ScreenProps {
	readonly snapshot: Snapshot;
	readonly size: Size;
	readonly view: ViewState;
}

export interface FrameProps extends ScreenProps {
	/** Already safe to show. */
	readonly title: string;
	readonly children: ReactNode;
}

/** Header above, keys below, never as high as the terminal. */
export function Frame({ snapshot, size, view, title, children }: FrameProps): ReactNode {
	const display = useDisplay();
	const width = size.columns - 2;
	const scrolls = rangeOf(snapshot, view, size).most > 0;
	const hints = hintsOf(view, snapshot.state, display, scrolls);
	return (
		<Box flexDirection="column" width={size.columns} height={frameRows(size)} overflowY="hidden">
			<Box paddingX={1} flexShrink={0}>
				<Header snapshot={snapshot} title={title} width={width} />
			</Box>
			<Rule columns={size.columns} />
			<Box flexDirection="column" flexShrink={0} height={listRows(size)} overflowY="hidden">
				{children}
			</Box>
			<Rule columns={size.columns} />
			<Box paddingX={1} flexShrink={0}>
				<Footer hints={hints} asking={view.asking} notice={noticeAt(view, snapshot.now)} width={width} />
			</Box>
		</Box>
	);
}
