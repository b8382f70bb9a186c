import type { JsonObject } from '../../json.mts';

type Extra = JsonObject;

/** Field builders for the standard resources: the title first, then other restrictions of the field. */
export const string = (title: string, extra: Extra = {}): JsonObject => ({
	title,
	type: 'string',
	...extra,
});

export const boolean = (title: string): JsonObject => ({ title, type: 'boolean' });

export const number = (title: string, extra: Extra = {}): JsonObject => ({
	title,
	type: 'number',
	...extra,
});

export const integer = (title: string, extra: Extra = {}): JsonObject => ({
	title,
	type: 'integer',
	...extra,
});

export const object = (title: string, properties: JsonObject, extra: Extra = {}): JsonObject => ({
	title,
	type: 'object',
	properties,
	...extra,
});

export const array = (title: string, items: JsonObject): JsonObject => ({
	title,
	type: 'array',
	items,
});

/** XDM's data type https://ns.adobe.com/xdm/data/measure, which requires its value. */
export const measure = (title: string): JsonObject =>
	object(
		title,
		{ id: string('Unique identifier'), value: number('Value') },
		{ required: ['value'] },
	);
