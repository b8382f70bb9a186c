import {
	isSourceField,
	type FieldTable,
	type SourceField,
	type XdmField,
} from '../fields/xdmField';
import { READERS } from './fieldReaders';
import type { CompiledField, CompiledFields, FieldsOfObject } from './mappingContext';
import { placeOf, type Place } from './recordPlace';

/** Compiles a field table for reading, once for all events. */
export function compileFields({ standard, chatlio }: FieldTable): CompiledFields {
	return [...compile(standard, true), ...compile(chatlio, false)];
}

function compile(fields: readonly XdmField[], standard: boolean, prefix = ''): FieldsOfObject[] {
	const objects = new Map<string, { within: string[]; fields: CompiledField[] }>();
	for (const field of fields) {
		if (!isSourceField(field) || field.from === undefined) continue;
		const within = field.from.split('.');
		const name = within.pop() as string;
		const object = objects.get(within.join('.')) ?? { within, fields: [] };
		objects.set(within.join('.'), object);
		object.fields.push({
			type: field.type,
			privacy: field.privacy,
			searched: field.searched,
			hashed: field.hashed,
			visitorOnly: field.visitorOnly,
			label: `${prefix}${field.from}`,
			name,
			place: placeOf(field.path.split('.'), standard, kindOf(field)),
			read: READERS[field.type],
			elements: compile(field.fields ?? [], standard, `${field.from}.`).flatMap(
				(one) => one.fields,
			),
		});
	}
	return [...objects.values()];
}

function kindOf({ type, privacy }: SourceField): Place['kind'] {
	if (type === 'messageList') return 'messages';
	return type === 'string' && privacy === 'text' ? 'text' : 'other';
}
