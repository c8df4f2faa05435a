import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { formatSeconds } from '../figures.ts';
import { useDisplay } from '../hooks/use-display.ts';
import type { WorkerView } from '../selectors.ts';
import type { Tone } from '../theme.ts';
import { Cut } from './cut.tsx';

export interface WorkerCellProps {
	readonly worker: WorkerView;
	readonly now: number;
	readonly paused: boolean;
	readonly width: number;
	/** Digits of the number of homes done. */
	readonly doneColumns: number;
}

/** A space, then `99.9s`; the rare `in 12s` takes one from its address. */
const timeColumns = 5;
/** ` 1 ⠹ ` */
const signColumns = 5;

/** The heading over the numbers of a cell. */
export function workerHeading(doneColumns: number): string {
	return ` ${'time'.padStart(timeColumns)} ${'done'.padStart(doneColumns)}`;
}

/** One worker in one line: number, state, address in hand, time on it, homes done. Few nodes: there may be 64, ten times a second. */
export function WorkerCell({ worker, now, paused, width, doneColumns }: WorkerCellProps): ReactNode {
	const { glyphs, show, tone } = useDisplay();
	const [sign, signTone] = useSign(worker, now, paused);
	const numbers = ` ${timeOf(worker, now).padStart(timeColumns)} ${String(worker.done).padStart(doneColumns)}`;
	const label = worker.activity === 'idle' ? glyphs.nothing : show(worker.label);
	// The label stands alone: it stays the same for many frames, and Ink measures again only what changed.
	return (
		<Box width={width} flexShrink={0}>
			<Text>
				{String(worker.number).padStart(2)} <Text {...tone(signTone)}>{sign} </Text>
			</Text>
			<Cut
				text={label}
				width={width - signColumns - numbers.length}
				tone={worker.activity === 'idle' ? 'rest' : 'plain'}
			/>
			<Text>{numbers}</Text>
		</Box>
	);
}

function useSign(worker: WorkerView, now: number, paused: boolean): readonly [string, Tone] {
	const { glyphs } = useDisplay();
	if (worker.activity === 'idle') return [paused ? glyphs.paused : glyphs.idle, 'rest'];
	if (worker.retryInMs !== undefined) return [glyphs.retrying, 'waiting'];
	return [spinnerFrame(glyphs.spinner, now, worker.number), 'moving'];
}

/** Ten frames a second, taken from the time of the snapshot: the same moment is the same picture. */
export function spinnerFrame(frames: readonly string[], now: number, offset = 0): string {
	return frames[(Math.floor(now / 100) + offset * 3) % frames.length] ?? '';
}

export function timeOf(worker: WorkerView, now: number): string {
	if (worker.activity === 'idle') return '';
	if (worker.retryInMs !== undefined) return `in ${Math.ceil(worker.retryInMs / 1000)}s`;
	return formatSeconds(now - worker.since);
}
