import { useInput, usePaste } from 'ink';
import type { ImportControl } from '../../import/control.ts';
import { type Command, commandsOf } from '../keys.ts';
import type { Size } from '../layout.ts';
import { rangeOf } from '../lists.ts';
import { steer } from '../steer.ts';
import type { DashboardStore } from '../store.ts';
import type { ViewControl } from './use-view.ts';

export interface KeysOptions extends Pick<ViewControl, 'latest' | 'dispatch'> {
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
	else if (command.verb === 'stop' || command.verb === 'interrupt') stopOrAsk(command, options);
	else if (!steer(command, control, store.latest(), latest().group)) look(command, options);
}

function answer(command: Command, { control, dispatch }: KeysOptions): void {
	dispatch({ verb: 'answer' });
	if (['stop', 'yes', 'interrupt'].includes(command.verb)) control.stop();
}

function stopOrAsk(command: Command, { store, control, dispatch }: KeysOptions): void {
	if (store.latest().stopping === undefined) dispatch({ verb: 'ask' });
	else if (command.verb === 'interrupt') control.abort();
}

function look(command: Command, { store, latest, size, dispatch }: KeysOptions): void {
	switch (command.verb) {
		case 'show':
			dispatch(command);
			break;
		case 'back':
		case 'open':
			dispatch({ verb: command.verb });
			break;
		case 'move': {
			const { most, page } = rangeOf(store.snapshot(), latest(), size);
			dispatch({ verb: 'move', by: distance(command.by, page), most });
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
