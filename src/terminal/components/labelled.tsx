import type { ReactNode } from 'react';
import { useDisplay } from '../hooks/use-display.ts';
import { Lines } from './lines.tsx';

/** All values begin in the same column, so that the eye finds them again. */
export const labelWidth = 10;

export interface LabelledProps {
	readonly label: string;
	/** Painted, and no wider than what the label leaves. */
	readonly text: string;
}

export function Labelled({ label, text }: LabelledProps): ReactNode {
	const { paint } = useDisplay();
	return <Lines text={`${paint('rest', label.padEnd(labelWidth))}${text}`} />;
}
