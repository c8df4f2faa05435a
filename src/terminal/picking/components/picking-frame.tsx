import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { Cut } from '../../components/cut.tsx';
import { Footer } from '../../components/footer.tsx';
import { Rule } from '../../components/rule.tsx';
import type { Hint } from '../../fit-hints.ts';
import { useDisplay } from '../../hooks/use-display.ts';
import { frameRows, type Size } from '../../layout.ts';
import type { Facts } from '../ports.ts';
import type { PickingSnapshot } from '../session.ts';
import { stepWords } from '../state.ts';
import { LeaveQuestion } from './leave-question.tsx';

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
	/** Whether what went wrong has a row of its own; otherwise it takes the place of what is chosen. */
	readonly status?: boolean;
	/** Where there is nothing else to say. */
	readonly aside?: string;
	readonly children: ReactNode;
}

/** Question above, keys below, never as high as the terminal. */
export function PickingFrame(props: PickingFrameProps): ReactNode {
	const { snapshot, size, title, hints, trouble, chosen, status = true, aside = '', children } = props;
	const { show } = useDisplay();
	const width = size.columns - 2;
	const { state } = snapshot;
	const wrong = state.note ?? (trouble === undefined ? undefined : show(trouble));
	const [upper, lower] = status ? [wrong, chosen] : [undefined, wrong ?? chosen];
	return (
		<Box flexDirection="column" width={size.columns} height={frameRows(size)} overflowY="hidden">
			<Header title={title} step={stepWords(state)} width={width} />
			<Rule columns={size.columns} />
			<Box flexDirection="column" paddingX={1} flexGrow={1} overflowY="hidden">
				{children}
			</Box>
			<Box flexDirection="column" paddingX={1} flexShrink={0}>
				{status && (
					<Box height={1}>
						<Cut text={upper ?? aside} width={width} tone={upper === undefined ? 'rest' : 'waiting'} />
					</Box>
				)}
				{lower !== undefined && <Cut text={lower} width={width} tone={lower === chosen ? 'plain' : 'waiting'} />}
			</Box>
			<Rule columns={size.columns} />
			<Box paddingX={1} flexShrink={0}>
				{state.asking ? <LeaveQuestion width={width} /> : <Footer hints={hints} asking={false} width={width} />}
			</Box>
		</Box>
	);
}

const programName = 'bolig-import  ';

/** The question, and how far it is; our own name only where there is room for it. */
function Header({ title, step, width }: { title: string; step: string; width: number }): ReactNode {
	const { tone } = useDisplay();
	const room = width - step.length;
	const name = programName.length + title.length + 2 <= room ? programName : '';
	return (
		<Box paddingX={1} flexShrink={0}>
			<Text {...tone('rest')}>{name}</Text>
			<Cut text={title} width={room - name.length} tone="strong" />
			<Text>{step}</Text>
		</Box>
	);
}
