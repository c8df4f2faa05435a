import type { ReactNode } from 'react';
import { useDisplay } from '../hooks/use-display.ts';
import { ruleOf } from '../parts/rule.ts';
import { Lines } from './lines.tsx';

export function Rule({ columns }: { readonly columns: number }): ReactNode {
	const [rule] = ruleOf(columns, useDisplay());
	return rule === undefined ? null : <Lines text={rule} />;
}
