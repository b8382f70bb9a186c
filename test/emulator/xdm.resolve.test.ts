import type { JsonObject } from '../../emulator/json.mts';
import { resolveSchema } from '../../emulator/xdm/resolve.mts';
import { standardResources } from '../../emulator/xdm/standard.mts';

const CLASS = 'https://ns.adobe.com/xdm/context/experienceevent';
const WEB = 'https://ns.adobe.com/xdm/context/experienceevent-web';
const GROUP = 'https://ns.adobe.com/acme/mixins/1';
const OTHER_GROUP = 'https://ns.adobe.com/acme/mixins/2';

/** The field group of Adobe's tutorial, in the shape it is posted in. */
const chatGroup: JsonObject = {
	$id: GROUP,
	title: 'Chat Interaction',
	type: 'object',
	'meta:intendedToExtend': [CLASS],
	definitions: {
		chat: {
			properties: {
				_acme: {
					type: 'object',
					properties: {
						chat: {
							type: 'object',
							properties: {
								conversationId: { title: 'Conversation ID', type: 'string' },
								visitorEmail: { title: 'Email', type: 'string', format: 'email' },
								durationSec: { title: 'Duration', type: 'integer' },
							},
						},
					},
				},
			},
		},
	},
	allOf: [{ $ref: '#/definitions/chat' }],
};

const ratingGroup: JsonObject = {
	$id: OTHER_GROUP,
	title: 'Rating',
	definitions: {
		rating: {
			properties: {
				_acme: {
					properties: {
						chat: {
							properties: { rating: { type: 'integer', minimum: 1, maximum: 5 } },
							required: ['rating'],
						},
						traits: { type: 'object', additionalProperties: { type: 'string' } },
					},
				},
			},
		},
	},
	allOf: [{ $ref: '#/definitions/rating' }],
};

const registry = new Map<string, JsonObject>([
	...standardResources.map(({ $id, schema }): [string, JsonObject] => [$id, schema]),
	[GROUP, chatGroup],
	[OTHER_GROUP, ratingGroup],
]);

const lookup = (id: string) => registry.get(id);

const schemaOf = (...refs: string[]): JsonObject => ({
	$id: 'https://ns.adobe.com/acme/schemas/1',
	title: 'Chat Events',
	type: 'object',
	allOf: refs.map(($ref) => ({ $ref })),
	'meta:immutableTags': ['union'],
});

function at(value: unknown, ...keys: string[]): unknown {
	return keys.reduce<unknown>((inner, key) => (inner as JsonObject)[key], value);
}

describe('a resolved schema', () => {
	const full = resolveSchema(schemaOf(CLASS, WEB, GROUP, OTHER_GROUP), lookup);

	it('has the fields of its class, of its behaviour and of its field groups', () => {
		expect(Object.keys(full.properties as JsonObject)).toEqual([
			'_id',
			'timestamp',
			'identityMap',
			'eventType',
			'eventMergeId',
			'producedBy',
			'web',
			'_acme',
		]);
	});

	it('requires what the time-series behaviour requires', () => {
		expect(full.required).toEqual(['_id', 'timestamp']);
	});

	it('keeps what describes the schema itself and nothing of the resources it names', () => {
		expect(full).toMatchObject({
			$id: 'https://ns.adobe.com/acme/schemas/1',
			title: 'Chat Events',
			'meta:immutableTags': ['union'],
		});
		expect(full).not.toHaveProperty('allOf');
		expect(full).not.toHaveProperty('definitions');
		expect(JSON.stringify(full)).not.toContain('$ref');
		expect(full).not.toHaveProperty(['meta:intendedToExtend']);
	});

	it('merges two field groups that share a tenant key at every level', () => {
		const chat = at(full, 'properties', '_acme', 'properties', 'chat') as JsonObject;
		expect(Object.keys(chat.properties as JsonObject)).toEqual([
			'conversationId',
			'visitorEmail',
			'durationSec',
			'rating',
		]);
		expect(chat.required).toEqual(['rating']);
	});

	it('permits no other keys wherever fields are known', () => {
		expect(full.additionalProperties).toBe(false);
		expect(at(full, 'properties', 'web', 'additionalProperties')).toBe(false);
		expect(at(full, 'properties', '_acme', 'properties', 'chat', 'additionalProperties')).toBe(
			false,
		);
	});

	it('keeps the values of a map', () => {
		expect(at(full, 'properties', '_acme', 'properties', 'traits')).toMatchObject({
			'meta:xdmType': 'map',
			additionalProperties: { type: 'string' },
		});
	});

	it('closes what was left open by additionalProperties: true', () => {
		const open = {
			type: 'object',
			properties: { a: { type: 'string' } },
			additionalProperties: true,
		};
		expect(resolveSchema(open, lookup).additionalProperties).toBe(false);
	});

	it('is not changed by resolving it again', () => {
		expect(resolveSchema(full, lookup)).toEqual(full);
	});

	it('does not write to the resources it was made of', () => {
		const before = JSON.stringify([...registry]);
		resolveSchema(schemaOf(CLASS, GROUP, OTHER_GROUP), lookup);
		expect(JSON.stringify([...registry])).toBe(before);
	});
});

describe('types and limits', () => {
	const limitsOf = (field: JsonObject) => {
		const full = resolveSchema({ type: 'object', properties: { field } }, lookup);
		const {
			minimum,
			maximum,
			'meta:xdmType': type,
		} = at(full, 'properties', 'field') as JsonObject;
		return { minimum, maximum, type };
	};

	it.each([
		['an integer is an int', { type: 'integer' }, 'int', 2_147_483_648],
		['a long', { type: 'integer', 'meta:xdmType': 'long' }, 'long', 9_007_199_254_740_991],
		['a short', { type: 'integer', 'meta:xdmType': 'short' }, 'short', 32_768],
		['a byte', { type: 'integer', 'meta:xdmType': 'byte' }, 'byte', 128],
	])('%s', (_, field, type, limit) => {
		expect(limitsOf(field)).toEqual({ type, minimum: -limit, maximum: limit });
	});

	it('keeps the limits a field has of its own', () => {
		expect(limitsOf({ type: 'integer', minimum: 0 })).toMatchObject({
			minimum: 0,
			maximum: 2_147_483_648,
		});
	});

	it('takes an integer with wider limits for a long', () => {
		const wide = { type: 'integer', maximum: 9_007_199_254_740_991 };
		expect(limitsOf(wide).type).toBe('long');
	});

	it.each([
		[{ type: 'string' }, 'string'],
		[{ type: 'string', format: 'date' }, 'date'],
		[{ type: 'string', format: 'date-time' }, 'date-time'],
		[{ type: 'number' }, 'double'],
		[{ type: 'boolean' }, 'boolean'],
		[{ type: 'object', properties: {} }, 'object'],
		[{ type: 'array', items: { type: 'string' } }, 'array'],
	])('names the XDM type of %j', (field, type) => {
		expect(limitsOf(field).type).toBe(type);
	});
});

describe('references', () => {
	it.each([
		['https://ns.adobe.com/acme/mixins/none'],
		['#/definitions/none'],
		[`${GROUP}#/definitions/none`],
		['#/constructor/name'],
	])('says which reference leads nowhere: %s', ($ref) => {
		expect(() => resolveSchema({ allOf: [{ $ref }] }, lookup)).toThrow(
			`The reference ${$ref} is not found`,
		);
	});

	it('says which reference leads back to itself', () => {
		const circle = { definitions: { a: { allOf: [{ $ref: '#/definitions/a' }] } } };
		expect(() => resolveSchema({ ...circle, $ref: '#/definitions/a' }, lookup)).toThrow(
			'The reference #/definitions/a leads back to itself',
		);
	});

	it('follows a reference into another resource', () => {
		const full = resolveSchema({ $ref: `${GROUP}#/definitions/chat` }, lookup);
		expect(Object.keys(full.properties as JsonObject)).toEqual(['_acme']);
	});

	it('reads escaped names in a reference', () => {
		const schema = { definitions: { 'a/b~c': { type: 'string' } }, $ref: '#/definitions/a~1b~0c' };
		expect(resolveSchema(schema, lookup).type).toBe('string');
	});

	it("lets a field's own title stand before the title of the type it names", () => {
		const schema = {
			definitions: { text: { type: 'string', title: 'Text' } },
			properties: { name: { title: 'Name', $ref: '#/definitions/text' } },
		};
		expect(at(resolveSchema(schema, lookup), 'properties', 'name')).toMatchObject({
			title: 'Name',
			type: 'string',
		});
	});

	it('leaves out fields whose names reach into JavaScript', () => {
		const schema = JSON.parse(
			'{"properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"},"a":{"type":"string"}}}',
		) as JsonObject;
		expect(Object.keys(resolveSchema(schema, lookup).properties as JsonObject)).toEqual(['a']);
	});
});
