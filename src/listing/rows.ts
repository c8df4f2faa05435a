import { defineColumns } from '../boligsiden/contract/columns.ts';
import {
	type CasePayload,
	caseSchema,
	droppedRealtorFields,
	type ImagePayload,
	imageSchema,
	imageSourceSchema,
	realtorSchema,
} from '../boligsiden/contract/listing.ts';

type Row = Record<string, unknown>;

export const listingColumns = defineColumns(caseSchema, {
	elsewhere: ['defaultImage', 'images', 'floorPlanImages', 'realtor'],
	rename: { caseId: 'id' },
});
export const realtorColumns = defineColumns(realtorSchema, {
	elsewhere: droppedRealtorFields,
	rename: { realtorId: 'id' },
});
export const imageColumns = defineColumns(imageSourceSchema, {
	rename: { sizeWidth: 'width', sizeHeight: 'height' },
});
/** What a picture carries beside its sizes; kept in `extra` of its first size under this key. */
export const pictureKey = '$picture';
export const pictureColumns = defineColumns(imageSchema, { elsewhere: ['imageSources'] });

export interface ListingRows {
	readonly listing: Row;
	readonly images: readonly Row[];
	readonly realtor: Row | undefined;
}

export function listingRows(payload: CasePayload): ListingRows {
	return {
		listing: {
			...listingColumns.toRow(payload),
			nextOpenHouseDate: payload.nextOpenHouse?.date === undefined ? null : new Date(payload.nextOpenHouse.date),
			realtor: payload.realtor?.realtorID ?? null,
		},
		images: [
			...imageRows('default', payload.defaultImage === undefined ? [] : [payload.defaultImage]),
			...imageRows('photo', payload.images ?? []),
			...imageRows('floor_plan', payload.floorPlanImages ?? []),
		],
		realtor: payload.realtor && realtorColumns.toRow(payload.realtor),
	};
}

function imageRows(kind: string, pictures: readonly ImagePayload[]): Row[] {
	return pictures.flatMap((picture, position) =>
		(picture.imageSources ?? []).map((imageSource, source) => {
			const row: Row = { kind, position, source, ...imageColumns.toRow(imageSource) };
			const ofPicture = source === 0 ? pictureColumns.toRow(picture).extra : null;
			return ofPicture === null ? row : { ...row, extra: { ...(row.extra as object), [pictureKey]: ofPicture } };
		}),
	);
}
