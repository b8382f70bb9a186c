import type { PayloadShape, PrivacyClass, XdmField } from '../../../lib/xdm/fieldTypes';

/** The option of Chatlio to XDM that withholds a field. */
const WITHHELD_BY: Record<PrivacyClass, string> = {
	email: '_E-Mail_',
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
function posted({ payload = {} }: XdmField, parent: string): string {
	const shapesOf = new Map<string, string[]>();
	for (const [shape, paths] of Object.entries(payload) as Array<
		[PayloadShape, string | readonly string[]]
	>) {
		const words = [paths]
			.flat()
			.map((path) => `\`${parent}${path}\``)
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
			field.type,
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
