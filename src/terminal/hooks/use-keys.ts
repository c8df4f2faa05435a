import { useInput, usePaste } from 'ink';
import type { ImportControl } from '../../import/control.ts';
import { rateWords } from '../figures.ts';
import { type Command, commandsOf } from '../keys.ts';
import type { Size } from '../layout.ts';
import { errorFurther, rangeOf } from '../lists.ts';
import { type Clipboard, copyId, retryGroup } from '../on-errors.ts';
import { steer } from '../steer.ts';
import type { DashboardStore } from '../store.ts';
import type { ViewControl } from './use-view.ts';

/** So long the footer says what a key did, ms. */
const noticeMs = 3000;

export interface KeysOptions extends Pick<ViewControl, 'latest' | 'dispatch'>, Clipboard {
	readonly store: DashboardStore;
	readonly control: ImportControl;
	readonly size: Size;
	readonly suspend: () => void;
}

/** Keys to what they do: the import is steered, the view is changed, the process is suspended. */
export function useKeys(options: KeysOptions): void {
	useInput((input, key) => {
		for (const command of commandsOf(input, key)) obey(command, options);
	});
	// Pasted text is no command: a letter in it could stop the run.
	usePaste(() => {});
}

function obey(command: Command, options: KeysOptions): void {
	const { store, control, latest, suspend } = options;
	if (command.verb === 'suspend') suspend();
	else if (latest().asking) answer(command, options);
	else if (command.verb === 'stop' || command.verb === 'interrupt') stopOrAsk(options);
	else if (steer(command, control, store)) tellRate(command, options);
	else if (!onErrors(command, options)) look(command, options);
}

/** Not every screen has room for the ceiling, so what the key did is said in the footer. */
function tellRate({ verb }: Command, options: KeysOptions): void {
	if (verb !== 'higher rate' && verb !== 'lower rate') return;
	tell(rateWords(options.store.latest().control.rate), options);
}

function tell(text: string, { store, dispatch }: KeysOptions): void {
	dispatch({ verb: 'tell', notice: { text, until: store.snapshot().now + noticeMs } });
}

/** What the keys of the errors' screen do, which mean nothing elsewhere. */
function onErrors({ verb }: Command, options: KeysOptions): boolean {
	const { store, control, latest } = options;
	const view = latest();
	if (view.screen !== 'errors' || (verb !== 'retry group' && verb !== 'copy id')) return false;
	const text = verb === 'retry group' ? retryGroup(store, control, view) : copyId(store, options, view);
	tell(text, options);
	return true;
}

function answer(command: Command, { control, dispatch }: KeysOptions): void {
	dispatch({ verb: 'answer' });
	if (['stop', 'yes', 'interrupt'].includes(command.verb)) control.stop();
}

/** The first press asks, the second answers, one more while it stops ends it at once. */
function stopOrAsk({ store, control, dispatch }: KeysOptions): void {
	if (store.latest().stopping === undefined) dispatch({ verb: 'ask' });
	else control.abort();
}

function look(command: Command, { store, latest, size, dispatch }: KeysOptions): void {
	switch (command.verb) {
		case 'show':
			dispatch(command);
			// From here on the same error is selected, whatever comes.
			if (latest().screen === 'errors') dispatch({ verb: 'select', ...errorFurther(store.snapshot(), latest(), 0) });
			break;
		case 'back':
		case 'open':
			dispatch({ verb: command.verb });
			break;
		case 'move': {
			const [snapshot, view] = [store.snapshot(), latest()];
			const { most, page } = rangeOf(snapshot, view, size);
			const by = distance(command.by, page);
			if (view.screen !== 'errors') dispatch({ verb: 'move', by, most });
			else dispatch({ verb: 'select', ...errorFurther(snapshot, view, by) });
			break;
		}
		default:
	}
}

function distance(by: Extract<Command, { verb: 'move' }>['by'], page: number): number {
	switch (by) {
		case 'page down':
			return page;
		case 'page up':
			return -page;
		case 'first':
			return Number.NEGATIVE_INFINITY;
		case 'last':
			return Number.POSITIVE_INFINITY;
		default:
			return by;
	}
}
