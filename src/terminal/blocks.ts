/** Lines that are shown together or not at all. */
export interface Block {
	readonly lines: readonly string[];
	/** How much they matter, 1 the most: the last ones go first where there are few rows. */
	readonly rank: number;
}

/** The lines of those blocks that fit into `rows`, in the order in which they were given. */
export function fitBlocks(blocks: readonly Block[], rows: number): readonly string[] {
	let left = rows;
	const taken = new Set<Block>();
	for (const block of blocks.toSorted((a, b) => a.rank - b.rank)) {
		if (block.lines.length > left) continue;
		left -= block.lines.length;
		taken.add(block);
	}
	return blocks.filter((block) => taken.has(block)).flatMap(({ lines }) => lines);
}
