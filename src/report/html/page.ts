import type { HomeMap, RunDetails } from '../../ledger/run-record.ts';
import { formatDateTime } from '../../shared/format.ts';
import type { RunChanges } from '../../shared/noticed-change.ts';
import { whatWords } from '../run-words.ts';
import { courseSection } from './course.ts';
import { mapSection } from './map.ts';
import { html, Markup } from './markup.ts';
import { overview } from './overview.ts';
import { changeSection, errorSection, optionSection, reconciliationSection } from './sections.ts';
import { style } from './style.ts';

/** By this a file is known to be a report of ours, which another report may replace. */
export const reportMark = '<meta name="generator" content="bolig-import report">';

/** All that the report of a run is drawn from. */
export interface RunReport {
	readonly run: RunDetails;
	readonly changes: RunChanges;
	readonly map: HomeMap;
}

/** The report of a run as one page that loads nothing: no script, no font, no picture from anywhere. */
export function reportPage({ run, changes, map }: RunReport, version: string, writtenAt: Date): string {
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${new Markup(reportMark)}
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${whatWords(run)}: ${run.id}</title>
<style>${new Markup(style)}</style>
</head>
<body><main>
${overview(run)}
${courseSection(run)}
${reconciliationSection(run.reconciliation)}
${errorSection(run.failures)}
${changeSection(changes)}
${mapSection(map)}
${optionSection(run.options)}
<footer>Written by bolig-import ${version}, ${formatDateTime(writtenAt)}. Everything is in this file; it loads nothing.</footer>
</main></body>
</html>
`.text;
}
