import { Text } from 'ink';
import InkSpinner from 'ink-spinner';
import type { ReactNode } from 'react';
import { useDisplay } from '../../hooks/use-display.ts';

/** Something is being asked for. */
export function Spinner(): ReactNode {
	const { unicode, tone } = useDisplay();
	return (
		<Text {...tone('moving')}>
			<InkSpinner type={unicode ? 'dots' : 'line'} />
		</Text>
	);
}
