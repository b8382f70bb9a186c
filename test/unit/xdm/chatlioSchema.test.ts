import fc from 'fast-check';
import { chatlioFieldGroup, chatlioSchema } from '../../../lib/xdm/schema/chatlioSchema';
import { CHATLIO_FIELDS, STANDARD_FIELDS } from '../../../lib/xdm/fields/fieldTable';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
import { anyEvent, anyOptions, documentedEvents } from '../../harness/chatlioEvents';
import { validatorFor } from '../../harness/xdmSchema.mts';

const FIELD_GROUP_ID = 'https://ns.adobe.com/acme/mixins/0123456789abcdef';

const validate = validatorFor(
	chatlioSchema(FIELD_GROUP_ID, 'Chatlio Events'),
	FIELD_GROUP_ID,
	chatlioFieldGroup('acme'),
);

const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number) =>
	fc.sample(arbitrary, { numRuns: count, seed: 7 });

describe('the schema built from the field table', () => {
	test('allows every record of every documented payload with every setting', () => {
		for (const event of documentedEvents) {
			for (const options of sample(anyOptions, 200)) {
				for (const record of toXdmRecords(event, options).records)
					expect(validate(record)).toEqual([]);
			}
		}
	});

	test('allows every record of every malformed event', () => {
		fc.assert(
			fc.property(anyEvent, anyOptions, (event, options) => {
				for (const record of toXdmRecords(event, options).records)
					expect(validate(record)).toEqual([]);
			}),
			{ numRuns: 200 },
		);
	});

	test('rejects a field that is not in the table', () => {
		const [record] = toXdmRecords(documentedEvents[0], sample(anyOptions, 1)[0]).records;
		expect(validate({ ...record, _acme: { chatlio: { more: 1 } } })).not.toEqual([]);
	});

	test('has all fields below the tenant’s key, given with or without the underscore', () => {
		const group = chatlioFieldGroup('acme');
		expect(chatlioFieldGroup('_acme')).toEqual(group);
		expect(group).toMatchObject({
			title: 'Chatlio Live Chat',
			type: 'object',
			'meta:intendedToExtend': ['https://ns.adobe.com/xdm/context/experienceevent'],
			definitions: {
				chatlio: {
					properties: {
						_acme: {
							type: 'object',
							properties: {
								chatlio: {
									properties: {
										conversationId: { title: 'Conversation ID', type: 'string' },
										visitor: {
											title: 'Visitor',
											type: 'object',
											properties: {
												traits: {
													type: 'object',
													'meta:xdmType': 'map',
													additionalProperties: { type: 'string' },
												},
												firstSeenAt: { type: 'string', format: 'date-time' },
											},
										},
										chatMessage: { title: 'Chat Message', type: 'object' },
										transcript: {
											properties: {
												messageCount: { type: 'integer' },
												messages: {
													type: 'array',
													items: { properties: { fromVisitor: { type: 'boolean' } } },
												},
											},
										},
									},
								},
							},
						},
					},
				},
			},
			allOf: [{ $ref: '#/definitions/chatlio' }],
		});
	});

	test('extends ExperienceEvent with Web Details, Environment Details and the field group', () => {
		expect(chatlioSchema(FIELD_GROUP_ID, 'Chatlio Events')).toMatchObject({
			title: 'Chatlio Events',
			allOf: [
				{ $ref: 'https://ns.adobe.com/xdm/context/experienceevent' },
				{ $ref: 'https://ns.adobe.com/xdm/context/experienceevent-web' },
				{ $ref: 'https://ns.adobe.com/xdm/context/experienceevent-environment-details' },
				{ $ref: FIELD_GROUP_ID },
			],
		});
	});

	test('is not created for an invalid tenant ID', () => {
		expect(() => chatlioFieldGroup('A1@AdobeOrg')).toThrow(
			expect.objectContaining({
				problem: expect.objectContaining({ code: 'mapping.tenantIdInvalid' }),
			}),
		);
	});
});

describe('the field table', () => {
	test('lists every field once, with a title and a description', () => {
		const fields = [...STANDARD_FIELDS, ...CHATLIO_FIELDS];
		expect(new Set(fields.map(({ path }) => path)).size).toBe(fields.length);
		for (const { title, description } of fields) expect([title, description]).not.toContain('');
		expect(new Set(CHATLIO_FIELDS.map(({ title }) => title)).size).toBe(CHATLIO_FIELDS.length);
	});

	test('uses names that Adobe allows', () => {
		for (const { path } of CHATLIO_FIELDS)
			expect(path).toMatch(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/);
	});

	test('names each field of a message in one word, as the mapper reads it', () => {
		const inner = CHATLIO_FIELDS.flatMap(({ fields = [] }) => fields);
		expect(inner.length).toBeGreaterThan(0);
		for (const { path, from } of inner) {
			expect(path).toMatch(/^[a-z][A-Za-z0-9]*$/);
			expect(from).toMatch(/^[a-z][A-Za-z0-9]*$/);
		}
	});

	test('keeps identities and people at most four levels deep', () => {
		for (const { path } of CHATLIO_FIELDS)
			expect(`_acme.chatlio.${path}`.split('.').length).toBeLessThanOrEqual(4);
	});
});
