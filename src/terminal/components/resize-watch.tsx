import { useLayoutEffect, useRef } from 'react';

export interface ResizeWatchProps {
	readonly stdout: NodeJS.WriteStream;
	/** The terminal has another size, and has come to rest. */
	readonly onRest: () => void;
}

/** Long enough for React to have taken up the new size. */
const restMs = 60;

/**
 * A terminal that changes its size moves and wraps lines in ways of its own, and Ink draws once more with the old layout before React
 * knows of the new size: what is on the screen then fits no reckoning. So it is drawn whole, once the size has come to rest.
 * It belongs to the tree, and ends with it: drawn a moment after that, the tree would come to life again, and the keys with it.
 */
export function ResizeWatch({ stdout, onRest }: ResizeWatchProps): null {
	const rest = useRef(onRest);
	rest.current = onRest;
	useLayoutEffect(() => {
		let timer: NodeJS.Timeout | undefined;
		const onResize = (): void => {
			clearTimeout(timer);
			timer = setTimeout(() => rest.current(), restMs);
		};
		stdout.on('resize', onResize);
		return () => {
			clearTimeout(timer);
			stdout.off('resize', onResize);
		};
	}, [stdout]);
	return null;
}
