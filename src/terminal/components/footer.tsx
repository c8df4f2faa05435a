import type { ReactNode } from 'react';
import { useDisplay } from '../hooks/use-display.ts';
import { type FooterParts, footerText } from '../parts/footer.ts';
import { Lines } from './lines.tsx';

export function Footer(parts: FooterParts): ReactNode {
	return <Lines text={footerText(parts, useDisplay())} />;
}
