import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { Cut } from '../../components/cut.tsx';
import { Footer } from '../../components/footer.tsx';
import { Rule } from '../../components/rule.tsx';
import type { Hint } from '../../hints.ts';
import { useDisplay } from '../../hooks/use-display.ts';
import { frameRows, type Size } from '../../layout.ts';
import type { Facts } from '../ports.ts';
import type { PickingSnapshot } from '../session.ts';
import { stepWords } from '../state.ts';

/** What every step is drawn from. */
export interface StepProps {
	readonly snapshot: PickingSnapshot;
	readonly size: Size;
	readonly facts: Facts;
}

export interface PickingFrameProps extends StepProps {
	readonly title: string;
	readonly hints: readonly Hint[];
	/** What went wrong, where the last key has nothing to say. */
	readonly trouble?: string | undefined;
	/** What is chosen so far. */
	readonly chosen?: string;
	readonly children: ReactNode;
}

const programName = 'bolig-import';

/** Question above, keys below, never as high as the terminal. */
export function PickingFrame({
	snapshot,
	size,
	title,
	hints,
	trouble,
	chosen,
	children,
}: PickingFrameProps): ReactNode {
	const { show, tone } = useDisplay();
	const width = Math.max(1, size.columns - 2);
	const { state } = snapshot;
	const step = stepWords(state);
	return (
		<Box flexDirection="column" width={size.columns} height={frameRows(size)} overflowY="hidden">
			<Box paddingX={1} flexShrink={0}>
				<Text {...tone('rest')}>
					{programName}
					{'  '}
				</Text>
				<Cut text={title} width={width - programName.length - 2 - step.length} tone="strong" />
				<Text>{step}</Text>
			</Box>
			<Rule columns={size.columns} />
			<Box flexDirection="column" paddingX={1} flexGrow={1} overflowY="hidden">
				{children}
			</Box>
			<Box flexDirection="column" paddingX={1} flexShrink={0}>
				<Box height={1}>
					<Cut text={state.note ?? show(trouble ?? '')} width={width} tone="waiting" />
				</Box>
				{chosen === undefined ? null : <Cut text={chosen} width={width} />}
			</Box>
			<Rule columns={size.columns} />
			<Box paddingX={1} flexShrink={0}>
				{state.asking ? <LeaveQuestion /> : <Footer hints={hints} asking={false} width={width} />}
			</Box>
		</Box>
	);
}

export const leaveQuestion = 'Leave without importing?';

function LeaveQuestion(): ReactNode {
	const { tone } = useDisplay();
	return (
		<Box gap={3}>
			<Text {...tone('waiting')}>{leaveQuestion}</Text>
			<Text>
				<Text {...tone('strong')}>q</Text>
				<Text {...tone('rest')}> yes</Text>
			</Text>
			<Text>
				<Text {...tone('strong')}>any other key</Text>
				<Text {...tone('rest')}> no</Text>
			</Text>
		</Box>
	);
}
