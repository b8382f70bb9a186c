import fc from 'fast-check';
import { applyMapping, normalizeMapping } from '../../emulator/dataprep/applyMapping.mts';
import type { ChatlioEvent } from '../../lib/chatlio/chatlioEvent';
import { triggerItemMappings } from '../../lib/xdm/dataPrep/chatlioMappings';
import {
	CUSTOM_FIELD_TYPES,
	type CustomField,
	type CustomFieldType,
} from '../../lib/xdm/fields/customFields';
import { toXdmRecords } from '../../lib/xdm/mapper/toXdmRecords';
import { chatlioFieldGroup, chatlioSchema } from '../../lib/xdm/schema/chatlioSchema';
import { documentedEvents, OPTIONS } from '../harness/chatlioEvents';
import { resolvedWith, validatorFor } from '../harness/xdmSchema.mts';

const GROUP = 'https://ns.adobe.com/acme/mixins/chatlio';

/** Two fields of each type. */
const fields: CustomField[] = CUSTOM_FIELD_TYPES.flatMap((type) =>
	['One', 'Two'].map((suffix) => ({
		name: type.replace('-', '') + suffix,
		type,
		isPersonal: false,
	})),
);

const fieldGroup = chatlioFieldGroup('acme', undefined, fields);
const parts = [chatlioSchema(GROUP, 'Chatlio'), GROUP, fieldGroup] as const;
const targetSchema = resolvedWith(...parts);
const violations = validatorFor(...parts);

const rows = triggerItemMappings('acme', undefined, undefined, fields).map((row) =>
	normalizeMapping(row),
);

function mappedByAdobe(event: object) {
	const source = JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
	const { record, warnings } = applyMapping(rows, source, { targetSchema, now: new Date() });
	expect(warnings).toEqual([]);
	return record as { _acme: { chatlio: { custom?: object } } };
}

const options = {
	...OPTIONS,
	ip: 'keep',
	transcripts: 'whole',
	declared: new Map(fields.map((field) => [field.name, field])),
} as const;

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const moment = fc.date({
	min: new Date('0001-01-01'),
	max: new Date('9999-12-31'),
	noInvalidDate: true,
});

/** Values that have the types of their fields. */
const VALUES: Record<CustomFieldType, fc.Arbitrary<unknown>> = {
	string: word,
	integer: fc.maxSafeInteger(),
	number: fc.oneof(
		fc.integer(),
		fc.integer().map((amount) => amount / 8),
	),
	boolean: fc.boolean(),
	// Data Prep leaves out milliseconds that are zero.
	'date-time': moment.map((date) => date.toISOString().replace('.000Z', '.001Z')),
	date: moment.map((date) => date.toISOString().slice(0, 10)),
	stringList: fc.array(word, { minLength: 1, maxLength: 4 }),
};

const anyCustom = fc.record(
	Object.fromEntries(fields.map(({ name, type }) => [name, VALUES[type]])),
	{ requiredKeys: [] },
);

test('the mapper and Adobe create the same custom fields, which the schema allows', () => {
	fc.assert(
		fc.property(fc.constantFrom(...documentedEvents), anyCustom, (event, custom) => {
			const item = { ...event, custom } as ChatlioEvent;
			const { records, notes } = toXdmRecords(item, options);
			const [record] = records as unknown as Array<ReturnType<typeof mappedByAdobe>>;
			expect(notes.filter(({ kind }) => kind.startsWith('custom'))).toEqual([]);
			expect(record._acme.chatlio.custom ?? {}).toEqual(
				mappedByAdobe(item)._acme.chatlio.custom ?? {},
			);
			expect(violations(record)).toEqual([]);
		}),
		{ numRuns: 300 },
	);
});
