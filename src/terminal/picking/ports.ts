import type { StoredFigures } from '../../import/plan.ts';
import type { Refresh } from '../../import/refresh.ts';
import type { Clock } from '../../shared/clock.ts';
import type { JobControl } from '../hooks/use-suspension.ts';
import type { TerminalStreams } from '../obstacle.ts';
import type { Choices } from './choices.ts';
import type { CountInApi } from './counts.ts';

/** What is stored of one municipality. */
export interface Stored extends StoredFigures {
	/** The same by type: only the types that are chosen count as stored. */
	readonly byType: ReadonlyMap<string, StoredFigures>;
	/** The end of the last complete import, epoch ms. */
	readonly lastCompleteAt: number | undefined;
}

export interface PickingPorts {
	/** By municipality code, as `refresh` finds it; asked for once the first screen is drawn. What it rejects with ends the asking. */
	readonly stored: () => Promise<ReadonlyMap<number, Stored>>;
	/** One request; `type` undefined asks for every type. */
	readonly countInApi: CountInApi;
	/** The command line that does the same without questions. */
	readonly commandLine: (choices: Choices) => string;
	/** What must be put right in that command line before it works, in a sentence. */
	readonly commandNote?: string | undefined;
}

export interface PickingOptions extends TerminalStreams {
	readonly ports: PickingPorts;
	/** Given as flags: these are not asked. */
	readonly given: Partial<Choices>;
	/** What the last run chose, or the defaults. */
	readonly initial: Choices;
	/** Described, without a password. */
	readonly database: string;
	/** Requests a second, 0 = no ceiling. */
	readonly rate: number;
	/** Which stored homes are looked at again. @default none */
	readonly refresh?: Refresh | undefined;
	/** Whether the timelines of homes for sale are asked for as well. */
	readonly timeline?: boolean | undefined;
	/** Of this machine. */
	readonly cores: number;
	/** Starting will only say what an import would do. */
	readonly dryRun?: boolean | undefined;
	readonly clock: Clock;
	/** @default the signals of this process */
	readonly job?: JobControl;
	/** Aborted from outside, the wizard is left. */
	readonly stop?: AbortSignal;
}

export type PickingResult =
	| { readonly kind: 'start' | 'dry-run'; readonly choices: Choices }
	| { readonly kind: 'left' };

/** What the screens show and nobody changes while they do. */
export interface Facts
	extends Pick<PickingOptions, 'database' | 'rate' | 'refresh' | 'timeline' | 'cores' | 'dryRun'>,
		Omit<PickingPorts, 'countInApi' | 'stored'> {
	/** By municipality code; undefined while the database is still being asked. */
	readonly stored: ReadonlyMap<number, Stored> | undefined;
	/** Epoch ms; what "today" means. */
	readonly now: number;
}
