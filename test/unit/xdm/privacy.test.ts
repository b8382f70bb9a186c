import fc from 'fast-check';
import type { XdmField } from '../../../lib/xdm/fields/xdmField';
import { compileFields } from '../../../lib/xdm/mapper/compileFields';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
import { CHATLIO_FIELDS, FIELD_TABLE, STANDARD_FIELDS } from '../../../lib/xdm/fields/fieldTable';
import { createCleaners } from '../../../lib/xdm/privacy/cleaners';
import { isTelling } from '../../../lib/xdm/privacy/isTelling';
import { normalize, normalizeValue } from '../../../lib/xdm/privacy/normalize';
import { findResidue } from '../../../lib/xdm/privacy/residue';
import { traitKind } from '../../../lib/xdm/privacy/traitKind';
import { documented, OPTIONS } from '../../harness/chatlioEvents';
import { expectWithheld, withheldCase } from '../../harness/withheldCases';

test('leaves nothing withheld in any text and changes nothing else, whatever is beside it and however it is encoded', () => {
	fc.assert(fc.property(withheldCase, expectWithheld), { numRuns: 300 });
});

const WAYS = ['address', 'id', 'none', 'text', 'url', 'userAgent'];

const withElements = (fields: readonly XdmField[]): XdmField[] =>
	fields.flatMap((field) => [field, ...withElements(field.fields ?? [])]);

test.each(
	withElements([...STANDARD_FIELDS, ...CHATLIO_FIELDS]).map((field) => [field.path, field]),
)('the field table says how %s is searched', (_, { searched, type }) => {
	expect(WAYS).toContain(searched);
	// Other types have values that cannot contain anything, or elements with rows of their own.
	if (searched !== 'none') expect(['string', 'traits']).toContain(type);
});

describe('a record that still has a withheld value', () => {
	const clean = createCleaners(['Quentin Quell'], ['email', 'ip'])!;
	const residueOf = (record: object, isCut = false) => findResidue(record, '_acme', clean, isCut);

	test.each<[string, object]>([
		['chatlio.message', { _acme: { chatlio: { message: 'so quentin%20quell it is' } } }],
		[
			'chatlio.transcript.messages.text',
			{ _acme: { chatlio: { transcript: { messages: [{ text: 'a@b.example' }] } } } },
		],
		[
			'chatlio.visitor.traits',
			{ _acme: { chatlio: { visitor: { traits: { 'Quentin Quell': '1' } } } } },
		],
		[
			'chatlio.visitor.traits.a',
			{ _acme: { chatlio: { visitor: { traits: { a: '203.0.113.9' } } } } },
		],
		['chatlio.visitor.userId', { _acme: { chatlio: { visitor: { userId: 'a@b.example' } } } }],
		['web.webPageDetails.URL', { web: { webPageDetails: { URL: '/?a=a%40b.example' } } }],
		['chatlio.custom.summary', { _acme: { chatlio: { custom: { summary: 'for a@b.example' } } } }],
		['chatlio.custom.tags', { _acme: { chatlio: { custom: { tags: ['x', 'Quentin Quell'] } } } }],
		['chatlio.custom', { _acme: { chatlio: { custom: { 'Quentin Quell': 1 } } } }],
		['identityMap.CRMID', { identityMap: { CRMID: [{ id: 'a@b.example' }] } }],
	])('is found by it, in %s', (path, record) => {
		expect(residueOf(record)).toBe(path);
	});

	test.each<[string, object]>([
		['an ID', { _acme: { chatlio: { conversationId: 'Quentin Quell' } } }],
		['a path', { web: { webPageDetails: { URL: 'https://203.0.113.9/a@b.example' } } }],
		['a version', { environment: { browserDetails: { userAgent: 'Chrome/120.0.0.0' } } }],
		['what replaces it', { _acme: { chatlio: { message: '[withheld] and [withheld]' } } }],
	])('is not found by %s', (_, record) => {
		expect(residueOf(record)).toBeUndefined();
	});

	test('is not found by the name of a declared custom field, but by its text', () => {
		const declared = new Set(['topic']);
		const named = createCleaners(['Topic'], [])!;
		const residue = (custom: object) =>
			findResidue({ _acme: { chatlio: { custom } } }, '_acme', named, false, declared);
		expect(residue({ topic: 'billing' })).toBeUndefined();
		expect(residue({ topic: 'a topic' })).toBe('chatlio.custom.topic');
		expect(residue({ other: 'a' })).toBeUndefined();
		expect(
			findResidue({ _acme: { chatlio: { custom: { topic: 1 } } } }, '_acme', named, false),
		).toBe('chatlio.custom');
	});

	test('is not found by what a cut leaves at the end', () => {
		const record = { _acme: { chatlio: { message: 'so Quentin Quell' } } };
		expect(residueOf(record, true)).toBeUndefined();
		expect(residueOf(record)).toBe('chatlio.message');
	});

	test('is set aside', () => {
		// A reader that forgets to search its text.
		const fields = compileFields(FIELD_TABLE).map((object) => ({
			...object,
			fields: object.fields.map((field) =>
				field.label === 'message' ? { ...field, read: (raw: unknown) => raw } : field,
			),
		}));
		const event = { ...documented('newConversation'), message: 'I am at 203.0.113.9' };
		expect(() => toXdmRecords(event, OPTIONS, fields)).toThrow(
			expect.objectContaining({
				problem: expect.objectContaining({
					code: 'mapping.withheldFound',
					retry: 'never',
					field: 'chatlio.message',
				}) as object,
			}),
		);
		expect(toXdmRecords(event, { ...OPTIONS, ip: 'keep' }, fields).records).toHaveLength(1);
	});
});

test('removes a value that another value hid', () => {
	const { text } = createCleaners(['Bob'], ['ip'])!;
	expect(text('so Bob1.2.3.4 it is')).toBe('so [withheld] it is');
});

test('a visitor may be called like what replaces names', () => {
	const event = { ...documented('newConversation'), message: 'withheld, [withheld], Bob' };
	const { records } = toXdmRecords(
		{ ...event, visitor: { ...event.visitor, name: 'Withheld', handle: 'bob' } },
		{ ...OPTIONS, name: 'leaveOut' },
	);
	expect(records[0]).toMatchObject({
		_acme: { chatlio: { message: '[withheld], [[withheld]], [withheld]' } },
	});
});

test.each(['Bob', '李伟', '김철', 'Al', 'Zoë', 'user-7', 'R2'])(
	'the name %s says enough',
	(name) => {
		expect(isTelling(name)).toBe(true);
	},
);

test.each([
	'-',
	'.',
	'1',
	'007',
	'李',
	'김',
	'X',
	'É',
	'👍',
	'http',
	' The ',
	'ＹＯＵ',
	'--a--',
	'٣',
])('the name %s says too little', (name) => {
	expect(isTelling(name)).toBe(false);
});

test('a name is normalized as the texts are in which it is searched for', () => {
	const unit = fc.oneof(
		fc.constantFrom(' ', '\t', '\u3000', '\u00ad', '\0', 'İ', 'ﷺ'),
		fc.integer({ min: 0, max: 0xffff }).map((one) => String.fromCharCode(one)),
		fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
	);
	fc.assert(
		fc.property(fc.string({ unit }), (value) => {
			expect(normalizeValue(value)).toBe(normalize({ text: value }).text.trim());
		}),
		{ numRuns: 2_000 },
	);
});

test.each([
	['ip', 'ip'],
	['client_ip', 'ip'],
	['clientIP', 'ip'],
	['IPAddress', 'ip'],
	['ipv4', 'ip'],
	['last-login-ip-address', 'ip'],
	['E-Mail', 'email'],
	['workEmails', 'email'],
	['email_address_list', 'email'],
	['emailaddress', 'email'],
	['First Name', 'name'],
	['customer.last_name', 'name'],
	['name', 'name'],
	['nickname', 'name'],
	['ship', undefined],
	['zip', undefined],
	['company_name', undefined],
	['email_plan', undefined],
	['address', undefined],
	['filename', undefined],
	['toString', undefined],
	['', undefined],
])('the trait %s has the kind %s', (name, kind) => {
	expect(traitKind(name)).toBe(kind);
});
