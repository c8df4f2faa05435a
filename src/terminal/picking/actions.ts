export type PickingAction =
	/** `most`: the furthest that the confirmation can be scrolled; the other steps know their own ends. */
	| { readonly verb: 'move'; readonly by: number; readonly most?: number }
	/** The line at the cursor. */
	| { readonly verb: 'choose' }
	/** The next whole group, or the one before. */
	| { readonly verb: 'cycle'; readonly by: 1 | -1 }
	| { readonly verb: 'type'; readonly text: string }
	| { readonly verb: 'erase' }
	| { readonly verb: 'clear' }
	/** The number at the cursor, one step. */
	| { readonly verb: 'change'; readonly by: 1 | -1 }
	| { readonly verb: 'next' }
	| { readonly verb: 'back' }
	| { readonly verb: 'dry run' }
	| { readonly verb: 'ask' }
	| { readonly verb: 'answer'; readonly yes: boolean }
	/** What was struck or pasted cannot be used here, or not all of it. */
	| { readonly verb: 'say'; readonly note: string }
	/** At once, without a question. */
	| { readonly verb: 'leave' };

/** What a step does by itself, wherever it leads. */
export type StepAction = Exclude<
	PickingAction,
	{ readonly verb: 'leave' | 'ask' | 'answer' | 'say' | 'next' | 'back' }
>;
