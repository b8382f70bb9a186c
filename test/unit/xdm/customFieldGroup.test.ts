import { fieldGroupOf } from '../../../lib/xdm/schema/customFieldGroup';
import { schemaFields } from '../../../lib/xdm/schema/schemaFields';

const group = (list: unknown) => fieldGroupOf('acme', 'Ratings', '', list);

describe('a list of fields', () => {
	it("becomes a field group below the organization's key", () => {
		const list = [
			{ path: 'chat.rating', type: 'integer', title: 'Rating', description: 'One to five' },
			{ path: '_acme.chat.topics', type: 'string', array: true, enum: ['price', 'other'] },
			{ path: 'source', type: 'uri' },
		];
		expect(fieldGroupOf('_acme', 'Ratings', 'Of chats', list)).toEqual({
			title: 'Ratings',
			description: 'Of chats',
			type: 'object',
			'meta:intendedToExtend': ['https://ns.adobe.com/xdm/context/experienceevent'],
			definitions: {
				customFields: {
					properties: {
						_acme: {
							type: 'object',
							properties: {
								chat: {
									title: 'chat',
									type: 'object',
									properties: {
										rating: { title: 'Rating', description: 'One to five', type: 'integer' },
										topics: {
											title: 'topics',
											type: 'array',
											items: { type: 'string', enum: ['price', 'other'] },
										},
									},
								},
								source: { title: 'source', type: 'string', format: 'uri' },
							},
						},
					},
				},
			},
			allOf: [{ $ref: '#/definitions/customFields' }],
		});
		expect(group([{ path: 'a', type: 'string' }]).description).toBe('Ratings');
	});

	it.each<[unknown, string]>([
		[undefined, 'The field Fields is not a list with entries'],
		[[], 'The field Fields is not a list with entries'],
		[[null], 'Field 1 of the list has no path'],
		[[{ path: ' ', type: 'string' }], 'Field 1 of the list has no path'],
		[[{ path: 'a', type: 'star' }], 'Field 1 of the list (a) has the type star'],
		[[{ path: 'a', type: 'toString' }], 'has the type toString'],
		[[{ path: 'a' }], 'has the type undefined'],
		[[{ path: 'a._b', type: 'string' }], 'The path a._b cannot be used'],
		[[{ path: 'a..b', type: 'string' }], 'The path a..b cannot be used'],
		[[{ path: '_acme', type: 'string' }], 'The path _acme cannot be used'],
		[[{ path: '__proto__.a', type: 'string' }], 'cannot be used'],
		[[{ path: 'constructor.a', type: 'string' }], 'cannot be used'],
		[[{ path: 'prototype', type: 'string' }], 'cannot be used'],
		[
			[
				{ path: 'a', type: 'string' },
				{ path: 'a.b', type: 'string' },
			],
			'leads through a, which has a type of its own',
		],
		[
			[
				{ path: 'a', type: 'string' },
				{ path: 'a', type: 'string' },
			],
			'The path a is in the list twice',
		],
	])('is rejected: %j', (list, message) => {
		expect(() => group(list)).toThrow(
			expect.objectContaining({
				message: expect.stringContaining(message),
				problem: expect.objectContaining({
					code: 'setting.conflict',
					retry: 'afterChange',
					field: 'Fields',
				}),
			}),
		);
	});

	it('is rejected with the types to use instead of an unknown one', () => {
		expect(() => group([{ path: 'a', type: 'star' }])).toThrow(
			/has the type star\. Use one of string, integer, long, .*, map\.$/,
		);
	});

	it('needs a tenant ID', () => {
		expect(() => fieldGroupOf('', 'Ratings', '', [])).toThrow(
			expect.objectContaining({
				problem: expect.objectContaining({
					code: 'mapping.tenantIdInvalid',
					message: 'The tenant ID is missing',
				}),
			}),
		);
	});
});

it('lists the fields of a schema, with marks for lists and maps', () => {
	const properties = {
		a: { type: 'string', title: 'A' },
		b: { type: 'array', items: { properties: { c: { type: 'integer', 'meta:xdmType': 'int' } } } },
		d: { type: 'object', 'meta:xdmType': 'map', additionalProperties: { type: 'string' } },
		e: { type: 'string', format: 'date-time' },
		f: {},
	};
	expect(schemaFields({ properties, required: ['a'] })).toEqual([
		{ path: 'a', type: 'string', title: 'A', required: true },
		{ path: 'b[].c', type: 'int', required: false },
		{ path: 'd.*', type: 'string', required: false },
		{ path: 'e', type: 'date-time', required: false },
		{ path: 'f', type: 'any', required: false },
	]);
	expect(schemaFields({})).toEqual([]);
});
