import { countedAs } from '../boligsiden/census/census.ts';
import type { CensusWatch } from '../boligsiden/census/watch.ts';
import { partitionName } from '../import/discovery/names.ts';
import type { HomeQuery } from '../import/ports.ts';
import type { HomeGroup, SeenFields } from '../shared/drifted-fields.ts';

/** What a run's census says of homes, whichever partitions they are counted in. */
export function seenFields(watch: CensusWatch, queries: readonly HomeQuery[]): SeenFields {
	const partitionsOf = (path: string, { municipalityCode, type }: HomeGroup): string[] =>
		queries
			.filter(({ municipality }) => municipality.code === municipalityCode)
			.flatMap((query) => countedAs(partitionName(query), query.addressType, type, path));
	return {
		hasLost: (path, homes) => watch.hasLost(path, partitionsOf(path, homes)),
		lacks: (path, homes) => watch.census.lacks(path, partitionsOf(path, homes)),
	};
}
