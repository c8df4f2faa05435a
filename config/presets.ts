/** The four ways to run of the parallel import's own recommendations; what is given explicitly wins over the preset. */
export const presets = {
	/** A quick look: 100 homes. */
	testing: { workers: 10, limit: 100 },
	/** The best balance for most systems. */
	production: { workers: 12 },
	/** More workers, smaller batches. */
	fastest: { workers: 15, batchSize: 25 },
	/** For a slow network, or an API that pushes back. */
	gentle: { workers: 8, batchSize: 100 },
} as const;

export type PresetName = keyof typeof presets;
