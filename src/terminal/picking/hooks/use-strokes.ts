import { useInput, usePaste } from 'ink';
import type { PickingSession } from '../session.ts';
import { commandOf, type PickingCommand, pastedCommand, strokesOf } from '../strokes.ts';

/** Keys to what they do. Several may come at once, and each is read as the one before it left things. */
export function useStrokes(session: PickingSession, suspend: () => void): void {
	const obey = (command: PickingCommand | undefined): void => {
		if (command?.verb === 'suspend') suspend();
		else if (command !== undefined) session.obey(command);
	};
	useInput((input, key) => {
		for (const stroke of strokesOf(input, key)) obey(commandOf(stroke, session.state));
	});
	usePaste((text) => obey(pastedCommand(text, session.state)));
}
