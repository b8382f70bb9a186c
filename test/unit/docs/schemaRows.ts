import type {
	FieldType,
	PayloadShape,
	PrivacyClass,
	XdmField,
} from '../../../lib/xdm/fields/xdmField';

/** The names of XDM's own types, which the page lists. */
const XDM_TYPES: Record<FieldType, string> = {
	boolean: 'boolean',
	count: 'integer',
	'date-time': 'date-time',
	elementCount: 'integer',
	identityMap: 'map',
	integer: 'long',
	ipv4: 'ipv4',
	ipv6: 'ipv6',
	messageList: 'array',
	string: 'string',
	traits: 'map',
	writtenByVisitor: 'boolean',
};

/** The field or option of Chatlio to XDM that withholds a value. */
const WITHHELD_BY: Record<PrivacyClass, string> = {
	email: '_Email_',
	ip: '_IP Address_',
	name: '_Name and Handle_',
	text: '_Message Texts_',
	traits: '_Traits_',
};

const SHAPES: Record<PayloadShape, string> = {
	visitorEvent: 'visitor events',
	offlineMessage: 'offline message',
	transcript: 'transcript',
};

/** Where Chatlio posts it: the same words for several shapes are said once. */
function posted({ type, payload = {} }: XdmField, parent: string): string {
	const suffix = type === 'elementCount' ? '.length' : '';
	const shapesOf = new Map<string, string[]>();
	for (const [shape, paths] of Object.entries(payload) as Array<
		[PayloadShape, string | readonly string[]]
	>) {
		const words = [paths]
			.flat()
			.map((path) => `\`${parent}${path}${suffix}\``)
			.join(' or ');
		shapesOf.set(words, [...(shapesOf.get(words) ?? []), SHAPES[shape]]);
	}
	return [...shapesOf].map(([words, shapes]) => `${words} (${shapes.join(', ')})`).join('; ');
}

/** The rows of the page about the schema, as the field table has them. */
export function schemaRows(fields: readonly XdmField[], path = '', parent = ''): string[][] {
	return fields.flatMap((field) => [
		[
			`\`${path}${field.path}\``,
			field.title,
			XDM_TYPES[field.type],
			posted(field, parent),
			field.privacy ? WITHHELD_BY[field.privacy] : '',
			field.description,
		],
		...schemaRows(
			field.fields ?? [],
			`${path}${field.path}[].`,
			`${field.path.split('.').pop()}[].`,
		),
	]);
}
