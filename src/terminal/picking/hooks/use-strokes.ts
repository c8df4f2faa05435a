import { useInput, usePaste } from 'ink';
import { pastedActions } from '../paste.ts';
import type { PickingSession } from '../session.ts';
import { commandOf, strokesOf } from '../strokes.ts';

export interface StrokesOptions {
	readonly session: PickingSession;
	/** The terminal is too small for the questions. */
	readonly cramped: boolean;
	readonly suspend: () => void;
}

/** Keys to what they do. Several may come at once, and each is read as the one before it left things. */
export function useStrokes({ session, cramped, suspend }: StrokesOptions): void {
	useInput((input, key) => {
		for (const stroke of strokesOf(input, key)) {
			const command = commandOf(stroke, session.state, cramped);
			if (command?.verb === 'suspend') suspend();
			else if (command !== undefined) session.obey(command);
		}
	});
	usePaste((text) => {
		for (const action of pastedActions(text, session.state, cramped)) session.obey(action);
	});
}
