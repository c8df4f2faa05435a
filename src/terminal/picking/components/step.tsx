import type { ComponentType, ReactNode } from 'react';
import { isTooSmall } from '../layout.ts';
import type { StepName } from '../state.ts';
import { ConfirmStep } from './confirm-step.tsx';
import { MunicipalitiesStep } from './municipalities-step.tsx';
import { PaceStep } from './pace-step.tsx';
import type { StepProps } from './picking-frame.tsx';
import { SpokenStep } from './spoken-step.tsx';
import { TooSmall } from './too-small.tsx';
import { TypesStep } from './types-step.tsx';

const steps: Readonly<Record<StepName, ComponentType<StepProps>>> = {
	municipalities: MunicipalitiesStep,
	types: TypesStep,
	pace: PaceStep,
	confirm: ConfirmStep,
};

export interface AnyStepProps extends StepProps {
	/** For a screen reader. */
	readonly spoken?: boolean;
}

/** One frame: a pure function of what was picked and counted, and of how large the terminal is. */
export function Step({ spoken = false, ...props }: AnyStepProps): ReactNode {
	if (spoken) return <SpokenStep {...props} />;
	const Shown = isTooSmall(props.size) ? TooSmall : steps[props.snapshot.state.step];
	return <Shown {...props} />;
}
