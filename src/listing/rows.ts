import { isDeepStrictEqual } from 'node:util';
import { defineColumns, withOwn } from '../boligsiden/contract/columns.ts';
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
/** What a picture carries beside its sizes; kept in `extra` of its first size under this name. */
export const pictureKey = '$picture';
/** The realtor of a listing as its own record has it, where another listing of the home says otherwise of the same realtor. */
export const realtorKey = '$realtor';
export const pictureColumns = defineColumns(imageSchema, { elsewhere: ['imageSources'] });

export interface ListingRows {
	readonly listing: Row;
	readonly images: readonly Row[];
	readonly realtor: Row | undefined;
}

/** The listings of one home as rows. */
export function listingsRows(payloads: readonly CasePayload[]): ListingRows[] {
	const realtors = new Map<unknown, Row>();
	return payloads.map(listingRows).map((rows) => {
		const { realtor, listing } = rows;
		const first = realtors.get(realtor?.id);
		if (realtor === undefined || first === undefined) {
			if (realtor !== undefined) realtors.set(realtor.id, realtor);
			return rows;
		}
		if (isDeepStrictEqual(first, realtor)) return rows;
		return { ...rows, realtor: first, listing: withOwn(listing, realtorKey, realtorColumns.toPayload(realtor)) };
	});
}

function listingRows(payload: CasePayload): ListingRows {
	return {
		listing: { ...withOpenHouse(listingColumns.toRow(payload), payload), realtor: payload.realtor?.realtorID ?? null },
		images: [
			...imageRows('default', payload.defaultImage === undefined ? [] : [payload.defaultImage]),
			...imageRows('photo', payload.images ?? []),
			...imageRows('floor_plan', payload.floorPlanImages ?? []),
		],
		realtor: payload.realtor && realtorColumns.toRow(payload.realtor),
	};
}

/**
 * The column holds a moment to the millisecond. Where the API's text says more than the moment, a finer one or another zone, the text
 * itself stays in `extra`.
 */
function withOpenHouse(row: Row, { nextOpenHouse }: CasePayload): Row {
	const text = nextOpenHouse?.date;
	if (text === undefined) return row;
	const moment = new Date(text);
	const changed = { ...row, nextOpenHouseDate: moment };
	if (momentText(moment) === text) return changed;
	const extra = (row.extra ?? {}) as { nextOpenHouse?: object };
	return { ...changed, extra: { ...extra, nextOpenHouse: { ...extra.nextOpenHouse, date: text } } };
}

/** As the API writes it, without fractions of a second: "2025-10-08T08:00:00Z". */
export function momentText(moment: Date): string {
	return moment.toISOString().replace('.000Z', 'Z');
}

function imageRows(kind: string, pictures: readonly ImagePayload[]): Row[] {
	return pictures.flatMap((picture, position) => {
		const ofPicture = pictureColumns.toRow(picture).extra;
		const sources = picture.imageSources ?? [];
		// A picture without sizes has a row all the same when it says something else.
		const named = sources.length === 0 && ofPicture !== null ? [{}] : sources;
		return named.map((imageSource, source) => {
			const row: Row = { kind, position, source, ...imageColumns.toRow(imageSource) };
			return source === 0 && ofPicture !== null ? withOwn(row, pictureKey, ofPicture) : row;
		});
	});
}
