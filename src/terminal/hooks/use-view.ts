import { useCallback, useRef, useState } from 'react';
import { initialView, reduceView, type ViewAction, type ViewState } from '../view-state.ts';

export interface ViewControl {
	/** As drawn. */
	readonly view: ViewState;
	/** With all that was done so far, drawn or not: several keys may come before the next frame. */
	readonly latest: () => ViewState;
	readonly dispatch: (action: ViewAction) => void;
}

export function useView(): ViewControl {
	const [view, setView] = useState(initialView);
	const current = useRef(initialView);
	const latest = useCallback(() => current.current, []);
	const dispatch = useCallback((action: ViewAction): void => {
		current.current = reduceView(current.current, action);
		setView(current.current);
	}, []);
	return { view, latest, dispatch };
}
