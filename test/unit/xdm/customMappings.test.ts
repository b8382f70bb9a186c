import {
	applyMapping,
	normalizeMapping,
	validateMapping,
} from '../../../emulator/dataprep/applyMapping.mts';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { parseEvent } from '../../../lib/chatlio/parseEvent';
import {
	chatlioPayloadMappings,
	triggerItemMappings,
	type DataPrepMapping,
} from '../../../lib/xdm/dataPrep/chatlioMappings';
import {
	CUSTOM_FIELD_TYPES,
	CUSTOM_NAME_CHARACTERS,
	type CustomField,
	type CustomFieldType,
} from '../../../lib/xdm/fields/customFields';
import { DEFAULT_OPTIONS } from '../../../lib/xdm/mappingOptions';
import { chatlioFieldGroup, chatlioSchema } from '../../../lib/xdm/schema/chatlioSchema';
import { resolvedWith } from '../../harness/xdmSchema.mts';
import { documented } from '../../payloads';

const NOW = '2026-03-01T10:20:30.456Z';
const FIELD_GROUP = 'https://ns.adobe.com/acme/mixins/chatlio';
const kinds = CHATLIO_EVENTS.map(({ kind }) => kind);

const field = (name: string, type: CustomFieldType): CustomField => ({
	name,
	type,
	isPersonal: false,
});

const schemaWith = (fields: readonly CustomField[]) =>
	resolvedWith(
		chatlioSchema(FIELD_GROUP, 'Chatlio'),
		FIELD_GROUP,
		chatlioFieldGroup('acme', undefined, fields),
	);

const rawRows = (fields: readonly CustomField[]) =>
	triggerItemMappings('acme', DEFAULT_OPTIONS, undefined, fields);

function apply(rows: readonly DataPrepMapping[], fields: readonly CustomField[], source: object) {
	const mappings = rows.map((row) => normalizeMapping(row));
	const { record, warnings } = applyMapping(
		mappings,
		JSON.parse(JSON.stringify(source)) as Record<string, unknown>,
		{ targetSchema: schemaWith(fields), now: new Date(NOW) },
	);
	const { _acme } = record as { _acme: { chatlio: { custom?: Record<string, unknown> } } };
	return { custom: _acme.chatlio.custom, warnings };
}

const item = (custom: unknown) => ({
	...parseEvent('newConversation', documented.newConversation, NOW),
	custom,
});

/** Maps one value of a field with the mapping set for the trigger's item. */
function mapped(type: CustomFieldType, value: unknown) {
	const fields = [field('x', type)];
	return apply(rawRows(fields), fields, item({ x: value })).custom?.x;
}

describe('the mapping sets', () => {
	const fields = CUSTOM_FIELD_TYPES.map((type) => field(type.replace('-', ''), type));
	const custom = {
		string: 'Gold',
		integer: 12,
		number: 12.5,
		boolean: false,
		datetime: '2024-05-01T10:00:00.250Z',
		date: '1998-02-28',
		stringList: ['a', 'b'],
	};

	it('fill a field of each type from an item', () => {
		expect(apply(rawRows(fields), fields, item(custom))).toEqual({ custom, warnings: [] });
	});

	it.each(kinds)('fill them from a payload to which something added them: %s', (kind) => {
		const rows = chatlioPayloadMappings('acme', kind, DEFAULT_OPTIONS, undefined, fields);
		const payload = { ...documented[kind], custom };
		expect(apply(rows, fields, payload)).toEqual({ custom, warnings: [] });
	});

	it.each(kinds)('leave them empty without a warning if nothing added them: %s', (kind) => {
		const none = { custom: undefined, warnings: [] };
		const rows = chatlioPayloadMappings('acme', kind, DEFAULT_OPTIONS, undefined, fields);
		expect(apply(rows, fields, documented[kind])).toEqual(none);
		const event = parseEvent(kind, documented[kind], NOW);
		expect(apply(rawRows(fields), fields, event)).toEqual(none);
		expect(apply(rawRows(fields), fields, { ...event, custom: {} })).toEqual(none);
	});

	it('fill fields whose names Data Prep reads in another way', () => {
		const odd = ['new', 'size', 'null', 'lead-score'].map((name) => field(name, 'integer'));
		const values = { new: 1, size: 2, null: 3, 'lead-score': 4 };
		expect(apply(rawRows(odd), odd, item(values))).toEqual({ custom: values, warnings: [] });
	});

	it('are accepted by Data Prep, with expressions of at most 4,096 characters', () => {
		const long = CUSTOM_FIELD_TYPES.map((type, index) =>
			field(`${'a'.repeat(CUSTOM_NAME_CHARACTERS - 1)}${index}`, type),
		);
		for (const row of rawRows(long)) {
			expect([row.source, validateMapping(row, schemaWith(long))]).toEqual([row.source, undefined]);
			expect(row.source.length).toBeLessThanOrEqual(4_096);
		}
	});
});

describe('a value that Adobe maps', () => {
	it.each<[CustomFieldType, unknown, unknown]>([
		['string', 12, '12'],
		['string', true, 'true'],
		['integer', -3, -3],
		['integer', '12', 12],
		['number', '12.5', 12.5],
		['boolean', 'yes', true],
		['date-time', '1998-05-01T10:00:00.5+02:00', '1998-05-01T08:00:00.500Z'],
		['date-time', '0999-05-01T10:00:00.001Z', '0999-05-01T10:00:00.001Z'],
		['date', '2024-02-29', '2024-02-29'],
		['date', '2024-02-29T00:00:00.000Z', '2024-02-29'],
		['date', '2024-02-29T00:00:00+02:00', '2024-02-29'],
	])('is converted where nothing is lost: %s from %j', (type, value, expected) => {
		expect(mapped(type, value)).toBe(expected);
	});

	it.each<[CustomFieldType, unknown]>([
		['integer', 12.5],
		['integer', 1e300],
		['integer', 'twelve'],
		['number', 'twelve'],
		['boolean', 'perhaps'],
		['date-time', 'tomorrow'],
		['date-time', '2024-05-01 10:00'],
		['date-time', 20240501],
		['date', '12112020'],
		['date', '2024-05-01T10:00:00Z'],
		['date', '2024-02-30'],
		['string', { tier: 'Gold' }],
	])('is left out where it does not fit: %s from %j', (type, value) => {
		expect(mapped(type, value)).toBeUndefined();
	});

	it.each<[CustomFieldType, unknown]>([
		['string', ''],
		['string', null],
		['integer', ''],
		['integer', null],
		['number', ''],
		['boolean', ''],
		['date-time', ''],
		['date', null],
		['stringList', null],
		['stringList', []],
		['stringList', ['']],
	])(
		'is left out if it is empty, because Adobe accepts no empty values: %s from %j',
		(type, value) => {
			expect(mapped(type, value)).toBeUndefined();
		},
	);

	it('may be a list with empty texts among others', () => {
		expect(mapped('stringList', ['', 'price'])).toEqual(['', 'price']);
	});
});
