import type { Random } from './random.ts';

export interface Image {
	readonly imageSources: readonly {
		readonly alt?: string;
		readonly size: { readonly width: number; readonly height: number };
		readonly url: string;
	}[];
}

type Size = readonly [width: number, height: number];
const photoSizes: readonly Size[] = [
	[100, 80],
	[143, 118],
	[300, 200],
	[600, 400],
	[600, 600],
	[1440, 960],
];
const planSizes: readonly Size[] = [
	[600, 400],
	[1440, 960],
];

/** A photo in its six sizes. The addresses lead nowhere: `.invalid` is reserved for that. */
export function photo(random: Random, caseId: string, alt: string | undefined): Image {
	return image(random, `case/${caseId}`, photoSizes, alt);
}

/** A floor plan in its two sizes. */
export function floorPlan(random: Random, caseId: string): Image {
	return image(random, `floor_plan_case/${caseId}`, planSizes, undefined);
}

/** A logo or portrait in one size. */
export function picture(random: Random, folder: string, size: Size): Image {
	return image(random, folder, [size], undefined);
}

function image(random: Random, folder: string, sizes: readonly Size[], alt: string | undefined): Image {
	const file = random.uuid();
	return {
		imageSources: sizes.map(([width, height]) => ({
			...(alt !== undefined && { alt }),
			size: { height, width },
			url: `https://images.boligsiden.invalid/images/${folder}/${width}x${height}/${file}.webp`,
		})),
	};
}
