import { formatClock } from '../../shared/format.ts';

export interface Tick {
	/** Along the axis, 0 to 1. */
	readonly place: number;
	readonly label: string;
}

export interface Scale {
	readonly most: number;
	readonly ticks: readonly Tick[];
}

/** Round numbers from 0 to somewhat more than the largest value. */
export function valueScale(largest: number, format: (value: number) => string): Scale {
	const step = roundStep((largest || 1) / 4);
	const steps = Math.max(1, Math.ceil((largest || 1) / step));
	return {
		most: steps * step,
		ticks: Array.from({ length: steps + 1 }, (_, index) => ({ place: index / steps, label: format(index * step) })),
	};
}

/** 1, 2 or 5 times a power of ten, not below `least`. */
export function roundStep(least: number): number {
	const power = 10 ** Math.floor(Math.log10(least));
	return power * ([1, 2, 5].find((factor) => factor * power >= least * 0.999) ?? 10);
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const timeSteps = [
	...[1, 2, 5, 10, 15, 30].map((count) => count * second),
	...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
	...[1, 2, 3, 6, 12, 24, 48, 96, 168].map((count) => count * hour),
];
const mostTicks = 5;

/** Round local times between two moments, epoch ms. */
export function timeTicks(from: number, to: number): Tick[] {
	const length = Math.max(1, to - from);
	const step = timeSteps.find((each) => length / each <= mostTicks) ?? length;
	const offset = new Date(from).getTimezoneOffset() * minute;
	const first = Math.ceil((from - offset) / step) * step + offset;
	const count = Math.max(0, Math.floor((to - first) / step) + 1);
	return Array.from({ length: count }, (_, index) => {
		const at = first + index * step;
		return { place: (at - from) / length, label: step < minute ? clockSeconds(at) : formatClock(at) };
	});
}

function clockSeconds(epochMs: number): string {
	return `${formatClock(epochMs)}:${String(new Date(epochMs).getSeconds()).padStart(2, '0')}`;
}
