import {
	customFieldSchema,
	customFieldsOf,
	customNameProblem,
	isMarkedPersonal,
	readCustomFields,
	CUSTOM_FIELD_TYPES,
	CUSTOM_NAME_CHARACTERS,
	type CustomField,
} from '../../../lib/xdm/fields/customFields';

/** Properties as Adobe returns them: parsed JSON, so that every name is an own property. */
const parsed = (json: string) => JSON.parse(json) as unknown;

describe('the name of a custom field', () => {
	it.each(['leadScore', 'lead_score', 'Tier2', 'x', 'new', 'a'.repeat(CUSTOM_NAME_CHARACTERS)])(
		'can be %s',
		(name) => {
			expect(customNameProblem(name)).toBeUndefined();
		},
	);

	it.each([
		['', 'Enter a name.'],
		['lead score', 'Use only the letters A to Z, digits, and underscores.'],
		['lead-score', 'Use only the letters A to Z, digits, and underscores.'],
		['lead.score', 'Use only the letters A to Z, digits, and underscores.'],
		['größe', 'Use only the letters A to Z, digits, and underscores.'],
		['score\n', 'Use only the letters A to Z, digits, and underscores.'],
		['2ndScore', 'Begin the name with a letter.'],
		['_score', 'Begin the name with a letter.'],
		['__proto__', 'Begin the name with a letter.'],
		['constructor', 'Use another name: JavaScript reserves this one.'],
		['prototype', 'Use another name: JavaScript reserves this one.'],
		['toString', 'Use another name: JavaScript reserves this one.'],
		['a'.repeat(CUSTOM_NAME_CHARACTERS + 1), 'Use at most 64 characters.'],
	])('cannot be %j', (name, advice) => {
		expect(customNameProblem(name)).toBe(advice);
	});
});

describe('the JSON schema of a custom field', () => {
	it.each([
		['string', { type: 'string' }],
		[
			'integer',
			{ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
		],
		['number', { type: 'number' }],
		['boolean', { type: 'boolean' }],
		['date-time', { type: 'string', format: 'date-time' }],
		['date', { type: 'string', format: 'date' }],
		['stringList', { type: 'array', items: { type: 'string' } }],
	] as const)('describes %s', (type, expected) => {
		const schema = customFieldSchema({ name: 'x', type, title: 'X', isPersonal: false });
		expect(schema).toEqual({ title: 'X', ...expected });
	});

	it.each([
		[{ isPersonal: false }, undefined],
		[{ isPersonal: true }, 'Personal data.'],
		[{ description: 'From the CRM', isPersonal: true }, 'From the CRM. Personal data.'],
		[{ description: 'From the CRM.', isPersonal: true }, 'From the CRM. Personal data.'],
		[{ description: 'From the CRM.', isPersonal: false }, 'From the CRM.'],
		[{ description: 'Why? Personal data.', isPersonal: true }, 'Why? Personal data.'],
	])('marks personal data in the description: %j', (about, description) => {
		const schema = customFieldSchema({ name: 'x', type: 'string', ...about });
		expect(schema.description).toBe(description);
	});

	it.each<[string | undefined, boolean]>([
		[undefined, false],
		['', false],
		['Personal data', true],
		['Score of a lead. PERSONAL DATA. ', true],
		['Not personal data.', false],
		['Personal data. Kept for a year.', false],
	])('counts a description that is marked by hand: %j', (description, expected) => {
		expect(isMarkedPersonal(description)).toBe(expected);
	});

	it('has a title made from the name if none is given', () => {
		const titleOf = (name: string) =>
			customFieldSchema({ name, type: 'string', isPersonal: false }).title;
		expect(titleOf('leadScore')).toBe('Lead Score');
		expect(titleOf('crm_tier')).toBe('Crm tier');
		expect(titleOf('CRMTier')).toBe('CRM Tier');
	});
});

describe('custom fields in a schema', () => {
	it.each(CUSTOM_FIELD_TYPES)('are read as they were written: %s', (type) => {
		const field: CustomField = {
			name: 'score',
			type,
			title: 'Score',
			description: 'From the CRM.',
			isPersonal: true,
		};
		const properties = parsed(JSON.stringify({ score: customFieldSchema(field) }));
		expect(readCustomFields(properties)).toEqual([field]);
	});

	it("are read from Adobe's editor, too: its types and its own keywords", () => {
		const properties = {
			visits: { type: 'integer', minimum: -32768, maximum: 32768, 'meta:xdmType': 'short' },
			tier: { type: 'string', enum: ['gold'], 'meta:xdmType': 'string', title: 'Tier' },
			mail: { type: 'string', format: 'email', description: 'Address\npersonal data' },
			'lead-score': { type: 'number', description: 'No personal data.' },
		};
		expect(readCustomFields(properties)).toEqual([
			{ name: 'visits', type: 'integer', isPersonal: false },
			{ name: 'tier', type: 'string', title: 'Tier', isPersonal: false },
			{ name: 'mail', type: 'string', description: 'Address', isPersonal: true },
			{ name: 'lead-score', type: 'number', description: 'No personal data.', isPersonal: false },
		]);
	});

	it('do not include fields of other types or with unsafe names', () => {
		const properties = parsed(`{
			"__proto__": { "type": "string" },
			"constructor": { "type": "string" },
			"address": { "type": "object", "properties": {} },
			"scores": { "type": "array", "items": { "type": "number" } },
			"days": { "type": "array", "items": { "type": "string", "format": "date" } },
			"bad": null,
			"tier": { "type": "string" }
		}`);
		expect(readCustomFields(properties).map(({ name }) => name)).toEqual(['tier']);
	});

	it.each([undefined, null, 'text', []])('are none in %j', (properties) => {
		expect(readCustomFields(properties)).toEqual([]);
	});

	it('are found in a resolved schema', () => {
		const custom = { properties: { tier: { type: 'string' } } };
		const schema = {
			properties: { _acme: { properties: { chatlio: { properties: { custom } } } } },
		};
		expect(customFieldsOf(schema, '_acme')).toMatchObject([{ name: 'tier', type: 'string' }]);
		expect(customFieldsOf(schema, '_other')).toEqual([]);
		expect(customFieldsOf({}, '_acme')).toEqual([]);
		expect(customFieldsOf(schema, 'constructor')).toEqual([]);
	});
});
