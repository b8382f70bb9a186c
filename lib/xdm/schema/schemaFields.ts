import type { XdmSchema } from '../validate/xdmSchema';

/** A field of a schema, as one line of a list. */
export interface SchemaField {
	/** Dotted path; `[]` follows a list, and `*` represents the keys of a map. */
	path: string;
	type: string;
	title?: string;
	/** True if every record that has the parent needs the field. */
	required: boolean;
}

/** Lists the leaf fields of a schema with resolved references, in the schema's order. */
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

/** Prefers the format of text, because it says more than the type. */
const typeOf = ({ type = 'any', format, 'meta:xdmType': xdmType }: XdmSchema) =>
	format ?? xdmType ?? type;
