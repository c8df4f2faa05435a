export interface BenchOptions {
	/** The rows that take many minutes too. */
	readonly full: boolean;
	/** Runs of each measurement; the middle one counts. */
	readonly runs: number;
	readonly note: (text: string) => void;
}

/** One measured number with what it is held against. */
export interface Line {
	readonly what: string;
	readonly measured: string;
	/** What was possible, measured in the same run or given. */
	readonly limit: string;
	/** Of the limit; none where the number stands on its own. */
	readonly share?: number;
	readonly target: string;
	/** None where there is no target. */
	readonly ok?: boolean;
}

export interface Row {
	readonly name: string;
	readonly needsServer: boolean;
	measure(options: BenchOptions): Promise<Line[]>;
}

/** A fresh measurement as often as asked for, one after the other: there are few cores. */
export async function repeat<Run>(options: BenchOptions, name: string, once: () => Promise<Run>): Promise<Run[]> {
	const runs: Run[] = [];
	for (let number = 1; number <= options.runs; number++) {
		options.note(`${name}: run ${number} of ${options.runs}`);
		runs.push(await once());
	}
	return runs;
}
