import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Cut } from '../../components/cut.tsx';
import { useDisplay } from '../../hooks/use-display.ts';
import { everyType, typeItems } from '../choices.ts';
import { pickingHints } from '../hints.ts';
import { inApi } from '../in-api.ts';
import { spanAround, typeGrid } from '../layout.ts';
import { chosenWords, troubleWords, typeWords } from '../words.ts';
import { ChoiceMark, choiceMarkWidth } from './choice-mark.tsx';
import { PickingFrame, type StepProps } from './picking-frame.tsx';

/** Step 2: the types of home, read downwards. */
export function TypesStep(props: StepProps): ReactNode {
	const display = useDisplay();
	const { snapshot, size } = props;
	const { state, counts } = snapshot;
	const { municipalityCodes, types } = state.choices;
	const width = size.columns - 2;
	const { columns, rows, cell, status, gap } = typeGrid(size);
	const { from, to } = spanAround(state.types.cursor, typeItems.length, columns * rows);
	const shown = typeItems.slice(from, to);
	const stacks = Array.from({ length: columns }, (_, column) => shown.slice(column * rows, (column + 1) * rows));
	const found = inApi(municipalityCodes, types, counts);
	return (
		<PickingFrame
			{...props}
			title="Which types of home?"
			hints={pickingHints(state, display, { failed: found.failures.length > 0 })}
			trouble={troubleWords(found, width)}
			status={status}
			chosen={chosenWords(types.length, (room) => typeWords(types, room), found, width)}
		>
			{gap && <Box height={1} flexShrink={0} />}
			<Box flexShrink={0}>
				{stacks.map((stack) => (
					<Box key={stack[0]} flexDirection="column" width={cell} flexShrink={0}>
						{stack.map((type) => {
							const selected = type === typeItems[state.types.cursor];
							return (
								<Box key={type} flexShrink={0}>
									<ChoiceMark selected={selected} chosen={types.includes(type)} />
									<Cut
										text={type === everyType ? 'all types' : type}
										width={cell - choiceMarkWidth}
										tone={selected ? 'strong' : 'plain'}
									/>
								</Box>
							);
						})}
					</Box>
				))}
			</Box>
		</PickingFrame>
	);
}
