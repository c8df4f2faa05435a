/** A body of the API, taken as it comes: the floor checks nothing. */
// biome-ignore lint/suspicious/noExplicitAny: an unchecked body is what the floor is about
export type Body = any;

/** A table with the value of each column, written as one would by hand: straight property access, no schema, no loop over paths. */
export interface FloorTable {
	readonly name: string;
	readonly columns: readonly string[];
	readonly key: readonly string[];
	/** One row, values in the order of `columns`. */
	readonly values: (body: Body, parent: Body) => unknown[];
}

type Columns = Readonly<Record<string, (body: Body, parent: Body) => unknown>>;

function table(name: string, key: readonly string[], columns: Columns): FloorTable {
	const readers = Object.values(columns);
	return {
		name,
		key,
		columns: Object.keys(columns),
		values: (body, parent) => readers.map((read) => read(body, parent)),
	};
}

/** Null within JSON means the same as absence, and is left out. */
const asJson = (value: unknown) =>
	value === undefined || value === null ? null : JSON.stringify(value, (_, inner) => inner ?? undefined);
/** The generated records have no field that the contract does not name, and the bench checks that both sides wrote the same rows. */
const extra = { extra: () => null };

export const municipality = table('municipality', ['code'], {
	code: (m) => m.municipalityCode,
	name: (m) => m.name,
	slug: (m) => m.slug,
	population: (m) => m.population,
	number_of_schools: (m) => m.numberOfSchools,
	council_tax_percentage: (m) => m.councilTaxPercentage,
	church_tax_percentage: (m) => m.churchTaxPercentage,
	land_value_tax_level_per_thousand: (m) => m.landValueTaxLevelPerThousand,
	...extra,
});

export const province = table('province', ['code'], {
	code: (p) => p.provinceCode,
	name: (p) => p.name,
	region_code: (p) => p.regionCode,
	slug: (p) => p.slug,
	...extra,
});

export const zipCode = table('zip_code', ['code'], {
	code: (z) => z.zipCode,
	name: (z) => z.name,
	slug: (z) => z.slug,
	group: (z) => z.group,
	...extra,
});

export const city = table('city', ['slug'], { slug: (c) => c.slug, name: (c) => c.name, ...extra });

export const road = table('road', ['id'], {
	id: (r) => r.roadID,
	road_code: (r) => r.roadCode,
	municipality_code: (r) => r.municipalityCode,
	name: (r) => r.name,
	slug: (r) => r.slug,
	...extra,
});

export const place = table('place', ['id'], {
	id: (p) => p.id,
	name: (p) => p.name,
	slug: (p) => p.slug,
	bbox: (p) => asJson(p.bbox),
	coordinates_lat: (p) => p.coordinates?.lat,
	coordinates_lon: (p) => p.coordinates?.lon,
	coordinates_type: (p) => p.coordinates?.type,
	...extra,
});

export const realtor = table('realtor', ['id'], {
	id: (r) => r.realtorID,
	self_href: (r) => r._links?.self?.href,
	name: (r) => r.name,
	slug: (r) => r.slug,
	url: (r) => r.url,
	description_body: (r) => r.descriptionBody,
	contact_information_road_name: (r) => r.contactInformation?.roadName,
	contact_information_house_number: (r) => r.contactInformation?.houseNumber,
	contact_information_floor: (r) => r.contactInformation?.floor,
	contact_information_zip_code: (r) => r.contactInformation?.zipCode,
	contact_information_city_name: (r) => r.contactInformation?.cityName,
	contact_information_cvr: (r) => r.contactInformation?.cvr,
	contact_information_email: (r) => r.contactInformation?.email,
	contact_information_phone: (r) => r.contactInformation?.phone,
	rating_buyer_basis: (r) => r.rating?.buyer?.basis,
	rating_buyer_score: (r) => r.rating?.buyer?.score,
	rating_buyer_state: (r) => r.rating?.buyer?.state,
	rating_seller_basis: (r) => r.rating?.seller?.basis,
	rating_seller_score: (r) => r.rating?.seller?.score,
	rating_seller_state: (r) => r.rating?.seller?.state,
	number_of_employees: (r) => r.numberOfEmployees,
	number_of_realtors: (r) => r.numberOfRealtors,
	is_new: (r) => r.isNew,
	preferred: (r) => r.preferred,
	association_of_danish_realtors_member: (r) => r.associationOfDanishRealtorsMember,
	association_of_elo_member: (r) => r.associationOfEloMember,
	address: (r) => asJson(r.address),
	broadcast: (r) => asJson(r.broadcast),
	image: (r) => asJson(r.image),
	realtor_branch: (r) => asJson(r.realtorBranch),
	...extra,
});

export const property = table('property', ['id'], {
	id: (a) => a.addressID,
	self_href: (a) => a._links?.self?.href,
	entry_address_id: (a) => a.entryAddressID,
	address_type: (a) => a.addressType,
	road_name: (a) => a.roadName,
	house_number: (a) => a.houseNumber,
	floor: (a) => a.floor,
	door: (a) => a.door,
	city_name: (a) => a.cityName,
	place_name: (a) => a.placeName,
	coordinates_lat: (a) => a.coordinates?.lat,
	coordinates_lon: (a) => a.coordinates?.lon,
	coordinates_type: (a) => a.coordinates?.type,
	living_area: (a) => a.livingArea,
	weighted_area: (a) => a.weightedArea,
	latest_valuation: (a) => a.latestValuation,
	property_number: (a) => a.propertyNumber,
	is_on_market: (a) => a.isOnMarket,
	is_public: (a) => a.isPublic,
	has_multiple_cases: (a) => a.hasMultipleCases,
	allow_new_valuation_info: (a) => a.allowNewValuationInfo,
	energy_label: (a) => a.energyLabel,
	gstkvhx: (a) => a.gstkvhx,
	slug: (a) => a.slug,
	slug_address: (a) => a.slugAddress,
	bfe_numbers: (a) => asJson(a.bfeNumbers),
	boligsiden_info_latest_sold_area: (a) => a.boligsidenInfo?.latestSoldArea,
	latest_sold_case_description_title: (a) => a.latestSoldCaseDescription?.title,
	latest_sold_case_description_body: (a) => a.latestSoldCaseDescription?.body,
	latest_sold_case_description_date: (a) => a.latestSoldCaseDescription?.date,
	case_price: (a) => a.casePrice,
	days_on_market: (a) => asJson(a.daysOnMarket),
	...extra,
	municipality_code: (a) => a.municipality.municipalityCode,
	province_code: (a) => a.province?.provinceCode,
	zip_code: (a) => a.zipCode,
	city_slug: (a) => a.city?.slug,
	road_id: (a) => a.road?.roadID,
	place_id: (a) => a.place?.id,
	stored_at: () => new Date().toISOString(),
	fetched_at: () => new Date().toISOString(),
	checked_at: () => new Date().toISOString(),
	gone_at: () => null,
});

export const building = table('building', ['property_id', 'building_number'], {
	property_id: (_, a) => a.addressID,
	building_number: (b) => b.buildingNumber,
	building_name: (b) => b.buildingName,
	total_area: (b) => b.totalArea,
	housing_area: (b) => b.housingArea,
	basement_area: (b) => b.basementArea,
	business_area: (b) => b.businessArea,
	other_area: (b) => b.otherArea,
	number_of_rooms: (b) => b.numberOfRooms,
	number_of_floors: (b) => b.numberOfFloors,
	number_of_bathrooms: (b) => b.numberOfBathrooms,
	number_of_toilets: (b) => b.numberOfToilets,
	number_of_kitchens: (b) => b.numberOfKitchens,
	bathroom_condition: (b) => b.bathroomCondition,
	kitchen_condition: (b) => b.kitchenCondition,
	toilet_condition: (b) => b.toiletCondition,
	external_wall_material: (b) => b.externalWallMaterial,
	supplementary_external_wall_material: (b) => b.supplementaryExternalWallMaterial,
	roofing_material: (b) => b.roofingMaterial,
	supplementary_roofing_material: (b) => b.supplementaryRoofingMaterial,
	heating_installation: (b) => b.heatingInstallation,
	supplementary_heating: (b) => b.supplementaryHeating,
	asbestos_containing_material: (b) => b.asbestosContainingMaterial,
	year_built: (b) => b.yearBuilt,
	year_renovated: (b) => b.yearRenovated,
	...extra,
});

export const registration = table('registration', ['property_id', 'registration_id'], {
	property_id: (_, a) => a.addressID,
	registration_id: (r) => r.registrationID,
	amount: (r) => r.amount,
	date: (r) => r.date,
	type: (r) => r.type,
	area: (r) => r.area,
	living_area: (r) => r.livingArea,
	per_area_price: (r) => r.perAreaPrice,
	municipality_code: (r) => r.municipalityCode,
	property_number: (r) => r.propertyNumber,
	...extra,
});

export const listing = table('listing', ['id'], {
	id: (c) => c.caseID,
	property_id: (_, a) => a.addressID,
	realtor_id: (c) => c.realtor?.realtorID,
	self_href: (c) => c._links?.self?.href,
	status: (c) => c.status,
	address_type: (c) => c.addressType,
	slug: (c) => c.slug,
	slug_address: (c) => c.slugAddress,
	price_cash: (c) => c.priceCash,
	price_change_percentage: (c) => c.priceChangePercentage,
	per_area_price: (c) => c.perAreaPrice,
	monthly_expense: (c) => c.monthlyExpense,
	days_on_market: (c) => c.daysOnMarket,
	days_listed_days: (c) => c.daysListed?.days,
	time_on_market_current_days: (c) => c.timeOnMarket?.current?.days,
	time_on_market_total_days: (c) => c.timeOnMarket?.total?.days,
	time_on_market_total_realtors: (c) => asJson(c.timeOnMarket?.total?.realtors),
	housing_area: (c) => c.housingArea,
	lot_area: (c) => c.lotArea,
	basement_area: (c) => c.basementArea,
	weighted_area: (c) => c.weightedArea,
	number_of_rooms: (c) => c.numberOfRooms,
	number_of_floors: (c) => c.numberOfFloors,
	number_of_bathrooms: (c) => c.numberOfBathrooms,
	number_of_toilets: (c) => c.numberOfToilets,
	year_built: (c) => c.yearBuilt,
	energy_label: (c) => c.energyLabel,
	description_title: (c) => c.descriptionTitle,
	description_body: (c) => c.descriptionBody,
	case_url: (c) => c.caseUrl,
	provider_case_id: (c) => c.providerCaseID,
	has_balcony: (c) => c.hasBalcony,
	has_terrace: (c) => c.hasTerrace,
	has_elevator: (c) => c.hasElevator,
	highlighted: (c) => c.highlighted,
	distinction: (c) => c.distinction,
	coordinates_lat: (c) => c.coordinates?.lat,
	coordinates_lon: (c) => c.coordinates?.lon,
	coordinates_type: (c) => c.coordinates?.type,
	real_estate_down_payment: (c) => c.realEstate?.downPayment,
	real_estate_gross_mortgage: (c) => c.realEstate?.grossMortgage,
	real_estate_net_mortgage: (c) => c.realEstate?.netMortgage,
	utilities_connection_fee: (c) => asJson(c.utilitiesConnectionFee),
	next_open_house_date: (c) => c.nextOpenHouse?.date,
	next_open_house_duration: (c) => c.nextOpenHouse?.duration,
	next_open_house_sign_up: (c) => c.nextOpenHouse?.signUp,
	next_open_house_sign_up_url: (c) => c.nextOpenHouse?.signUpUrl,
	...extra,
	delisted_at: () => null,
});

/** One size of a picture, with where it stands in its case. */
export interface PictureSize {
	readonly kind: string;
	readonly position: number;
	readonly source: number;
	readonly size: Body;
}

export const listingImage = table('listing_image', ['listing_id', 'kind', 'position', 'source'], {
	listing_id: (_, c) => c.caseID,
	kind: (i: PictureSize) => i.kind,
	position: (i: PictureSize) => i.position,
	source: (i: PictureSize) => i.source,
	url: (i: PictureSize) => i.size.url,
	width: (i: PictureSize) => i.size.size?.width,
	height: (i: PictureSize) => i.size.size?.height,
	alt: (i: PictureSize) => i.size.alt,
	...extra,
});

export function pictureSizes(payload: Body): PictureSize[] {
	const lists: [kind: string, pictures: Body[]][] = [
		['default', payload.defaultImage ? [payload.defaultImage] : []],
		['photo', payload.images ?? []],
		['floor_plan', payload.floorPlanImages ?? []],
	];
	return lists.flatMap(([kind, pictures]) =>
		pictures.flatMap((picture, position) =>
			(picture.imageSources ?? []).map((size: Body, source: number) => ({ kind, position, source, size })),
		),
	);
}
