export type ScreenName = 'dashboard' | 'errors' | 'workers' | 'log' | 'help';

/** What the last key did, where nothing else shows it. */
export interface Notice {
	/** Already safe to show. */
	readonly text: string;
	/** Epoch ms. */
	readonly until: number;
}

/** What the person looks at; the import itself is not in it. */
export interface ViewState {
	readonly screen: ScreenName;
	/** The question whether to stop is open. */
	readonly asking: boolean;
	/** Entries scrolled past in a list: from the newest, or from the top. The errors have `error` instead. */
	readonly scroll: number;
	/** The kind of the selected group of errors; the places change while one looks. Undefined selects the first. */
	readonly group: string | undefined;
	/** The number of the first error that is shown in full: it stays the same while others come. Undefined is the newest. */
	readonly error: number | undefined;
	/** The arrows scroll the errors of the selected group. */
	readonly opened: boolean;
	readonly notice: Notice | undefined;
}

export const initialView: ViewState = {
	screen: 'dashboard',
	asking: false,
	scroll: 0,
	group: undefined,
	error: undefined,
	opened: false,
	notice: undefined,
};

export type ViewAction =
	/** Its key pressed again leads back. */
	| { readonly verb: 'show'; readonly screen: ScreenName }
	| { readonly verb: 'back' }
	/** `most`: how many entries the list has, less one. */
	| { readonly verb: 'move'; readonly by: number; readonly most: number }
	| { readonly verb: 'select'; readonly group: string | undefined; readonly error: number | undefined }
	| { readonly verb: 'open' }
	| { readonly verb: 'ask' }
	| { readonly verb: 'answer' }
	/** Gives way to the next key. */
	| { readonly verb: 'tell'; readonly notice: Notice };

export function reduceView(before: ViewState, action: ViewAction): ViewState {
	const view = { ...before, notice: undefined };
	switch (action.verb) {
		case 'show':
			return { ...initialView, screen: view.screen === action.screen ? 'dashboard' : action.screen };
		case 'back':
			return view.opened ? { ...view, opened: false, scroll: 0 } : initialView;
		case 'move':
			return { ...view, scroll: Math.max(0, Math.min(action.most, view.scroll + action.by)) };
		case 'select':
			return { ...view, group: action.group, error: action.error };
		case 'open':
			return view.screen === 'errors' ? { ...view, opened: true, scroll: 0 } : view;
		case 'ask':
			return { ...view, asking: true };
		case 'answer':
			return { ...view, asking: false };
		case 'tell':
			return { ...view, notice: action.notice };
	}
}

/** What is still to be said at `now`, epoch ms. */
export function noticeAt({ notice }: ViewState, now: number): string | undefined {
	return notice !== undefined && now < notice.until ? notice.text : undefined;
}
