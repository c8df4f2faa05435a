/** What a run can be held to, each with its unit; the one table that the command line, the help and the summary read. */
export const metrics = {
	speed: 'homes/s',
	p50: 'ms',
	p95: 'ms',
	failed: 'homes',
	'failed%': '%',
	duration: 's',
	requests: 'requests',
	retries: 'requests more than one a home',
} as const;

export type MetricName = keyof typeof metrics;

/** A limit as somebody wrote it: "p95<3000". */
export interface Threshold {
	readonly text: string;
	readonly metric: MetricName;
	readonly comparison: '<' | '<=' | '>' | '>=';
	readonly limit: number;
}

export const metricNames = Object.keys(metrics).join(', ');

export const thresholdWords = `a metric, a comparison and a number, such as 'speed>5' or 'p95<3000'; the metrics are ${Object.entries(
	metrics,
)
	.map(([name, unit]) => `${name} (${unit})`)
	.join(', ')}`;

const form = /^\s*([a-z0-9%]+)\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)?)\s*$/;

/** Undefined where it is none. */
export function readThreshold(text: string): Threshold | undefined {
	const [, metric = '', comparison = '', limit = ''] = form.exec(text) ?? [];
	if (!Object.hasOwn(metrics, metric)) return undefined;
	return {
		text: `${metric}${comparison}${limit}`,
		metric: metric as MetricName,
		comparison: comparison as Threshold['comparison'],
		limit: Number(limit),
	};
}
