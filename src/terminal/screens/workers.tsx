import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { Cut } from '../components/cut.tsx';
import { Frame, type ScreenProps } from '../components/frame.tsx';
import { spinnerFrame, timeOf } from '../components/worker-cell.tsx';
import { useDisplay } from '../hooks/use-display.ts';
import { listRows } from '../layout.ts';
import { inFlight, type WorkerView, workersOf } from '../selectors.ts';
import type { Tone } from '../theme.ts';

const stateColumns = 16;
const numbersColumns = 22;

/** One worker a line, with words instead of signs. */
export function WorkersScreen(props: ScreenProps): ReactNode {
	const { tone } = useDisplay();
	const { snapshot, size, view } = props;
	const width = size.columns - 2;
	const workers = workersOf(snapshot).slice(view.scroll, view.scroll + listRows(size, 1));
	const { state, now } = snapshot;
	const title = `Workers   ${state.control.workers}, ${inFlight(state)} busy`;
	const heading = `${'time'.padStart(8)}${'done'.padStart(7)}${'failed'.padStart(7)}`;
	return (
		<Frame {...props} title={title}>
			<Box flexDirection="column" paddingX={1} aria-role="list">
				<Box justifyContent="flex-end">
					<Text {...tone('rest')}>{heading}</Text>
				</Box>
				{workers.map((worker) => (
					<WorkerLine key={worker.number} worker={worker} now={now} paused={state.control.paused} width={width} />
				))}
			</Box>
		</Frame>
	);
}

interface WorkerLineProps {
	readonly worker: WorkerView;
	readonly now: number;
	readonly paused: boolean;
	readonly width: number;
}

function WorkerLine({ worker, now, paused, width }: WorkerLineProps): ReactNode {
	const { glyphs, show, tone } = useDisplay();
	const [sign, words, signTone] = describe(worker, paused);
	const { reason } = worker.retry ?? { reason: '' };
	const label = worker.activity === 'idle' ? '' : worker.label;
	const about = worker.retryInMs === undefined ? label : `${label}: ${reason}`;
	const numbers = `${timeOf(worker, now).padStart(8)}${String(worker.done).padStart(7)}${String(worker.errors).padStart(7)}`;
	return (
		<Box aria-role="listitem" flexShrink={0}>
			<Text {...tone('rest')}>{String(worker.number).padStart(2)} </Text>
			<Text aria-hidden {...tone(signTone)}>
				{sign === 'spinner' ? spinnerFrame(glyphs.spinner, now, worker.number) : glyphs[sign]}{' '}
			</Text>
			<Cut text={words} width={stateColumns} tone={signTone === 'moving' ? 'plain' : signTone} />
			<Cut text={show(about)} width={width - 5 - stateColumns - numbersColumns} />
			<Text>{numbers}</Text>
		</Box>
	);
}

function describe(
	worker: WorkerView,
	paused: boolean,
): readonly ['spinner' | 'idle' | 'paused' | 'retrying', string, Tone] {
	if (worker.activity === 'idle') return paused ? ['paused', 'paused', 'rest'] : ['idle', 'idle', 'rest'];
	if (worker.retry === undefined) return ['spinner', 'fetching', 'moving'];
	const tries = `${worker.retry.attempt}/${worker.retry.attempts}`;
	if (worker.retryInMs === undefined) return ['spinner', `fetching, ${tries}`, 'moving'];
	return ['retrying', `retrying, ${tries}`, 'waiting'];
}
