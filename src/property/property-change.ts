import { defineEntity, p } from '@mikro-orm/core';
import { Property } from './property.ts';

/** A field of a stored home that an import found changed, written in the transaction that changed it. */
const PropertyChangeSchema = defineEntity({
	name: 'PropertyChange',
	properties: {
		id: p.bigint('number').primary(),
		property: () => p.manyToOne(Property).ref().fieldName('property_id').deleteRule('cascade').index(),
		/** The column, with what it belongs to where that is not the home itself: "latest_valuation", "building[1].housing_area". */
		field: p.text(),
		/** As the column held it; null where it was empty. */
		fromValue: p.json<unknown>().nullable(),
		toValue: p.json<unknown>().nullable(),
		/** The run that noticed it. */
		runId: p.text(),
		noticedAt: p.datetime().index(),
	},
});

export class PropertyChange extends PropertyChangeSchema.class {}
PropertyChangeSchema.setClass(PropertyChange);
