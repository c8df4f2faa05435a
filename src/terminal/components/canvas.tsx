import { createContext, type ReactNode, useContext, useLayoutEffect } from 'react';
import type { Painter } from '../painter.ts';
import { Lines } from './lines.tsx';

/** What draws on the screen where we have one to ourselves; none where lines are read out, or asked for as text. */
export const PainterContext = createContext<Painter | undefined>(undefined);

export interface CanvasProps {
	/** All that is on the screen, laid out and painted. */
	readonly lines: readonly string[];
}

/** A whole screen of lines. */
export function Canvas({ lines }: CanvasProps): ReactNode {
	const painter = useContext(PainterContext);
	useLayoutEffect(() => painter?.draw(lines), [painter, lines]);
	if (painter !== undefined) return null;
	return <Lines text={lines.join('\n')} />;
}
