import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useDisplay } from '../../hooks/use-display.ts';
import { pickingHints } from '../hints.ts';
import { paceColumns } from '../layout.ts';
import { invalidField } from '../number-field.ts';
import { presetOf } from '../pace-items.ts';
import { isAtCursor, type PaceLine, paceLines } from '../pace-lines.ts';
import { fetchWords, fieldWords, limitWords } from '../pace-words.ts';
import { FetchRow, FieldLine, PresetHeading, PresetRow } from './pace-rows.tsx';
import { PickingFrame, type StepProps } from './picking-frame.tsx';

/** Step 3: how many homes at once and how many a commit; a preset, or numbers of one's own. */
export function PaceStep(props: StepProps): ReactNode {
	const display = useDisplay();
	const { snapshot, size } = props;
	return (
		<PickingFrame {...props} title="How many at once?" hints={pickingHints(snapshot.state, display)}>
			{paceLines(snapshot.state, size).map((line) => (
				<Line key={nameOf(line)} line={line} {...props} />
			))}
		</PickingFrame>
	);
}

function nameOf(line: PaceLine): string {
	if (line.kind === 'preset') return line.preset.name;
	if (line.kind === 'fetch') return line.mode;
	return line.kind === 'number' ? line.field : line.kind === 'gap' ? line.name : line.kind;
}

function Line({ line, snapshot, size, facts }: StepProps & { readonly line: PaceLine }): ReactNode {
	const { choices, given, pace } = snapshot.state;
	const selected = isAtCursor(snapshot.state)(line);
	const columns = paceColumns(size);
	const width = size.columns - 2;
	const used = invalidField(pace.drafts) === undefined ? presetOf(choices, given) : undefined;
	switch (line.kind) {
		case 'gap':
			return <Box height={1} flexShrink={0} />;
		case 'heading':
			return <PresetHeading columns={columns} />;
		case 'preset': {
			const { preset } = line;
			const chosen = used === preset.name;
			return <PresetRow line={preset} selected={selected} chosen={chosen} columns={columns} width={width} />;
		}
		case 'number':
			return (
				<FieldLine
					{...fieldWords(line.field, snapshot.state, facts)}
					selected={selected}
					columns={columns}
					width={width}
				/>
			);
		case 'fetch': {
			const words = fetchWords(line.mode, snapshot.state, snapshot.counts, facts);
			return (
				<FetchRow {...words} selected={selected} chosen={choices.fetch === line.mode} columns={columns} width={width} />
			);
		}
		case 'homes':
			return <FieldLine {...limitWords(choices, given)} selected={false} columns={columns} width={width} />;
	}
}
