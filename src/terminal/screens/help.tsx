import { Box } from 'ink';
import type { ReactNode } from 'react';
import { cell } from '../cell.ts';
import { Frame, type ScreenProps } from '../components/frame.tsx';
import { Lines } from '../components/lines.tsx';
import { useDisplay } from '../hooks/use-display.ts';
import { listRows } from '../layout.ts';
import { helpEntries } from '../lists.ts';

const keysColumns = 12;

/** Every key; and which run this is, for `report` and for whoever is asked for help. */
export function HelpScreen(props: ScreenProps): ReactNode {
	const display = useDisplay();
	const { snapshot, size, view } = props;
	const lines = helpEntries(snapshot.state, display)
		.slice(view.scroll, view.scroll + listRows(size))
		.map(([keys, does]) => {
			const shown = cell(display.show(does), size.columns - 2 - keysColumns, display);
			return `${cell(keys, keysColumns, display, 'strong')}${shown}`;
		});
	return (
		<Frame {...props} title="All keys">
			<Box paddingX={1} flexShrink={0}>
				<Lines text={lines.join('\n')} />
			</Box>
		</Frame>
	);
}
