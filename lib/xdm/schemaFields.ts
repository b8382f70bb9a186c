import type { XdmSchema } from './validate/schema';

/** A field of a schema in one line. */
export interface SchemaField {
	/** Dotted; `[]` follows a list, `*` stands for the keys of a map. */
	path: string;
	type: string;
	title?: string;
	/** Whether every record needs it, as far as its parent is there. */
	required: boolean;
}

/** The fields of a schema with all references followed, leaves only, in the schema's order. */
export function schemaFields(schema: XdmSchema): SchemaField[] {
	return childrenOf(schema, '');
}

function childrenOf({ properties = {}, required = [] }: XdmSchema, before: string): SchemaField[] {
	return Object.entries(properties).flatMap(([name, field]) =>
		fieldsAt(field, `${before}${name}`, required.includes(name)),
	);
}

function fieldsAt(field: XdmSchema, path: string, required: boolean): SchemaField[] {
	const { items, additionalProperties, properties } = field;
	if (items) return fieldsAt(items, `${path}[]`, required);
	if (typeof additionalProperties === 'object') {
		return fieldsAt(additionalProperties, `${path}.*`, required);
	}
	if (properties) return childrenOf(field, `${path}.`);
	const { title } = field;
	return [{ path, type: typeOf(field), ...(title && { title }), required }];
}

/** A text's format says more than that it is a text. */
const typeOf = ({ type = 'any', format, 'meta:xdmType': xdmType }: XdmSchema) =>
	format ?? xdmType ?? type;
