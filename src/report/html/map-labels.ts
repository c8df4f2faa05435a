import type { HomeMap } from '../../ledger/run-record.ts';

export interface PlacedLabel {
	readonly name: string;
	/** Its middle, 0 to 1 from the west and from the north. */
	readonly x: number;
	readonly y: number;
	/** For wide pages only. */
	readonly minor: boolean;
}

interface Box {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

/** Pixels: the map on a telephone and on a desk, and a letter. */
const narrowMap = 330;
const wideMap = 720;
const letterWidth = 8.5;
const letterHeight = 17;

/** Lengths of the drawing in one unit. */
export interface Drawing {
	readonly width: number;
	readonly height: number;
	/** Around the homes. */
	readonly margin: number;
	readonly cellWidth: number;
	readonly rowHeight: number;
}

/** Names where their homes are, the larger municipalities first; one that would lie over another is left out. */
export function placeLabels({ bounds, cell, municipalities }: HomeMap, drawing: Drawing): PlacedLabel[] {
	const { width, height, margin, cellWidth, rowHeight } = drawing;
	if (bounds === null) return [];
	const taken: Record<'narrow' | 'wide', Box[]> = { narrow: [], wide: [] };
	return municipalities.flatMap(({ name, lon, lat }): PlacedLabel[] => {
		const half = (name.length * letterWidth) / 2 / narrowMap;
		const middle = (((lon - bounds.west) / cell.lon) * cellWidth + margin) / width;
		const x = Math.min(1 - half, Math.max(half, middle));
		const y = (((bounds.north - lat) / cell.lat) * rowHeight + margin) / height;
		const isFree = (page: keyof typeof taken, pixels: number): boolean => {
			const box = boxOf(name, x * pixels, y * pixels * (height / width));
			if (taken[page].some((other) => overlap(box, other))) return false;
			taken[page].push(box);
			return true;
		};
		if (!isFree('wide', wideMap)) return [];
		return [{ name, x, y, minor: !isFree('narrow', narrowMap) }];
	});
}

function boxOf(name: string, x: number, y: number): Box {
	const half = (name.length * letterWidth) / 2;
	return { left: x - half, right: x + half, top: y - letterHeight / 2, bottom: y + letterHeight / 2 };
}

function overlap(one: Box, other: Box): boolean {
	return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
