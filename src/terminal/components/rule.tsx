import type { ReactNode } from 'react';
import { useDisplay } from '../hooks/use-display.ts';
import { Lines } from './lines.tsx';

/** A line across the whole terminal; nothing that is read out. */
export function Rule({ columns }: { readonly columns: number }): ReactNode {
	const { glyphs, paint, spoken } = useDisplay();
	return spoken ? null : <Lines text={paint('rest', glyphs.rule.repeat(columns))} />;
}
