import { Box } from 'ink';
import type { ReactNode } from 'react';
import { hintsOf } from '../hints.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { frameRows, type Size } from '../layout.ts';
import type { Snapshot } from '../store.ts';
import type { ViewState } from '../view-state.ts';
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
	const width = Math.max(1, size.columns - 2);
	return (
		<Box flexDirection="column" width={size.columns} height={frameRows(size)} overflowY="hidden">
			<Box paddingX={1} flexShrink={0}>
				<Header snapshot={snapshot} title={title} width={width} />
			</Box>
			<Rule columns={size.columns} />
			<Box flexDirection="column" flexGrow={1} overflowY="hidden">
				{children}
			</Box>
			<Rule columns={size.columns} />
			<Box paddingX={1} flexShrink={0}>
				<Footer hints={hintsOf(view, snapshot.state, display)} asking={view.asking} width={width} />
			</Box>
		</Box>
	);
}
