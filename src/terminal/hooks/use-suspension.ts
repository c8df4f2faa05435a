import { useApp } from 'ink';
import { useContext, useEffect, useRef } from 'react';
import { PainterContext } from '../components/canvas.tsx';

/** The process's side of Ctrl-Z; tests have their own. */
export interface JobControl {
	/** Stops this process until the shell lets it go on; resolves then. */
	sleep(): Promise<void>;
	/** Calls back whenever the process goes on after something else stopped it. @returns how to end it. */
	onWoken(callback: () => void): () => void;
}

/** @returns what hands the terminal back to the shell, as it was found, and takes it again afterwards. */
export function useSuspension(job: JobControl): () => void {
	const { suspendTerminal } = useApp();
	const painter = useContext(PainterContext);
	const away = useRef(false);
	const leave = (meanwhile: () => Promise<void>): void => {
		if (away.current) return;
		away.current = true;
		painter?.hold();
		void suspendTerminal(meanwhile).finally(() => {
			away.current = false;
			painter?.release();
		});
	};
	const leaveRef = useRef(leave);
	leaveRef.current = leave;
	// Stopped from outside the shell has had the terminal without our knowing: take it anew, raw mode, screen and all.
	useEffect(() => job.onWoken(() => leaveRef.current(async () => {})), [job]);
	return () => leave(() => job.sleep());
}
