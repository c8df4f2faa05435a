import { createContext, useContext } from 'react';
import { type Display, detectDisplay } from '../display.ts';

export const DisplayContext = createContext<Display>(detectDisplay({}));

export function useDisplay(): Display {
	return useContext(DisplayContext);
}
