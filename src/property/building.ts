import { defineEntity, p } from '@mikro-orm/core';
import { Property } from './property.ts';

/** A building on a home's land: the dwelling (usually, not always, the first) and its sheds. */
const BuildingSchema = defineEntity({
	name: 'Building',
	properties: {
		property: () => p.manyToOne(Property).ref().primary().fieldName('property_id').deleteRule('cascade'),
		buildingNumber: p.text().primary(),
		buildingName: p.text().nullable(),
		/** m2, like every area */
		totalArea: p.integer().nullable(),
		housingArea: p.integer().nullable(),
		basementArea: p.integer().nullable(),
		businessArea: p.integer().nullable(),
		otherArea: p.integer().nullable(),
		numberOfRooms: p.integer().nullable(),
		numberOfFloors: p.integer().nullable(),
		numberOfBathrooms: p.integer().nullable(),
		numberOfToilets: p.integer().nullable(),
		numberOfKitchens: p.integer().nullable(),
		bathroomCondition: p.text().nullable(),
		kitchenCondition: p.text().nullable(),
		toiletCondition: p.text().nullable(),
		externalWallMaterial: p.text().nullable(),
		supplementaryExternalWallMaterial: p.text().nullable(),
		roofingMaterial: p.text().nullable(),
		supplementaryRoofingMaterial: p.text().nullable(),
		heatingInstallation: p.text().nullable(),
		supplementaryHeating: p.text().nullable(),
		asbestosContainingMaterial: p.text().nullable(),
		yearBuilt: p.integer().nullable(),
		yearRenovated: p.integer().nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),
	},
});

export class Building extends BuildingSchema.class {}
BuildingSchema.setClass(Building);
