export type ScreenName = 'dashboard' | 'errors' | 'workers' | 'log' | 'help';

/** What the person looks at; the import itself is not in it. */
export interface ViewState {
	readonly screen: ScreenName;
	/** The question whether to stop is open. */
	readonly asking: boolean;
	/** Entries scrolled past in a list: from the newest, or from the top. */
	readonly scroll: number;
	/** The selected group of errors, from 0. */
	readonly group: number;
	/** The arrows scroll the errors of the selected group. */
	readonly opened: boolean;
}

export const initialView: ViewState = { screen: 'dashboard', asking: false, scroll: 0, group: 0, opened: false };

export type ViewAction =
	/** Its key pressed again leads back. */
	| { readonly verb: 'show'; readonly screen: ScreenName }
	| { readonly verb: 'back' }
	/** `most`: how many entries the list has, less one. */
	| { readonly verb: 'move'; readonly by: number; readonly most: number }
	| { readonly verb: 'open' }
	| { readonly verb: 'ask' }
	| { readonly verb: 'answer' };

export function reduceView(view: ViewState, action: ViewAction): ViewState {
	switch (action.verb) {
		case 'show':
			return { ...initialView, screen: view.screen === action.screen ? 'dashboard' : action.screen };
		case 'back':
			return view.opened ? { ...view, opened: false, scroll: 0 } : initialView;
		case 'move': {
			if (view.screen === 'errors' && !view.opened) {
				return { ...view, group: clamp(view.group + action.by, action.most), scroll: 0 };
			}
			return { ...view, scroll: clamp(view.scroll + action.by, action.most) };
		}
		case 'open':
			return view.screen === 'errors' ? { ...view, opened: true, scroll: 0 } : view;
		case 'ask':
			return { ...view, asking: true };
		case 'answer':
			return { ...view, asking: false };
	}
}

function clamp(value: number, most: number): number {
	return Math.max(0, Math.min(most, value));
}
