import fc from 'fast-check';
import type { ChatlioEvent } from '../../../lib/chatlio/chatlioEvent';
import { sha256 } from '../../../lib/xdm/mapper/sha256';
import { IDENTITY_KINDS, type XdmOptions } from '../../../lib/xdm/mappingOptions';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
import {
	anyEvent,
	anyOptions,
	documented,
	OPTIONS,
	RECEIVED_AT,
} from '../../harness/chatlioEvents';

type IdentityMap = Record<
	string,
	Array<{ id: string; primary: boolean; authenticatedState: string }>
>;

const identityMap = (visitor: object, options: Partial<XdmOptions> = {}) => {
	const event = { event: 'newConversation', receivedAt: RECEIVED_AT, visitor };
	const { records } = toXdmRecords(event as ChatlioEvent, { ...OPTIONS, ...options });
	return records[0].identityMap as IdentityMap | undefined;
};

const entry = (id: string, primary: boolean) => [{ id, authenticatedState: 'ambiguous', primary }];

const bob = { id: 'v-1', email: ' Bob@Example.com ', userId: 'u-1' };

test('identifies the visitor by visitor ID, e-mail address and user ID, with the visitor ID as primary', () => {
	expect(identityMap(bob, { userNamespace: 'CRMID' })).toEqual({
		ChatlioVisitor: entry('v-1', true),
		Email: entry('bob@example.com', false),
		CRMID: entry('u-1', false),
	});
});

test('uses only the configured namespaces', () => {
	expect(identityMap(bob, { visitorNamespace: '' })).toEqual({
		Email: entry('bob@example.com', true),
	});
});

test('makes the first available identity in the chosen order primary', () => {
	const primary = ['userId', 'email', 'visitorId'] as const;
	expect(identityMap(bob, { primary })).toMatchObject({ Email: [{ primary: true }] });
	expect(identityMap(bob, { primary: [] })).toMatchObject({ ChatlioVisitor: [{ primary: true }] });
});

test('hashes the address as Adobe expects: trimmed, in lower case, SHA-256 as hex, in its own namespace', () => {
	const hashed = sha256('bob@example.com');
	expect(hashed).toBe('5ff860bf1190596c7188ab851db691f0f3169c453936e9e1eba2f9a47f7a0018');
	expect(identityMap(bob, { email: 'hash' })).toEqual({
		ChatlioVisitor: entry('v-1', true),
		Email_LC_SHA256: entry(hashed, false),
	});
});

test('keeps the capitals of the address if it is to', () => {
	expect(identityMap(bob, { keepCase: true })).toMatchObject({
		Email: entry('Bob@Example.com', false),
	});
});

test('omits the address', () => {
	expect(identityMap(bob, { email: 'leaveOut' })).toEqual({ ChatlioVisitor: entry('v-1', true) });
});

test('puts two identities of one namespace into one list, without duplicates', () => {
	const both = { id: 'one', userId: 'two' };
	expect(identityMap(both, { userNamespace: 'ChatlioVisitor' })).toEqual({
		ChatlioVisitor: [...entry('one', true), ...entry('two', false)],
	});
	expect(identityMap({ id: 'one', userId: 'one' }, { userNamespace: 'ChatlioVisitor' })).toEqual({
		ChatlioVisitor: entry('one', true),
	});
	const last = { userNamespace: 'ChatlioVisitor', primary: ['userId'] as const };
	expect(identityMap({ id: 'one', userId: 'one' }, last)).toEqual({
		ChatlioVisitor: entry('one', true),
	});
});

test.each([
	['empty', { id: '  ' }],
	['longer than 1,024 characters', { id: 'x'.repeat(1025) }],
	['"null"', { id: 'null' }],
	['"Anonymous"', { id: 'Anonymous' }],
	['"invalid"', { id: 'invalid' }],
	['an object', { id: { a: 1 } }],
	['a number that has lost digits', { id: 2 ** 53 }],
	['no address', { email: 'bob' }],
	['no text', { email: 7 }],
])('omits an identity for which Adobe would skip the record: %s', (_, visitor) => {
	expect(identityMap(visitor)).toBeUndefined();
	expect(identityMap(visitor, { email: 'hash' })).toBeUndefined();
});

test('accepts a number as a user ID', () => {
	expect(identityMap({ userId: 4711 }, { userNamespace: 'CRMID' })).toEqual({
		CRMID: entry('4711', true),
	});
});

test('omits an identity that is or contains a withheld value', () => {
	const options = { email: 'leaveOut', userNamespace: 'CRMID' } as const;
	expect(identityMap({ userId: 'bob@example.com' }, options)).toBeUndefined();
	expect(
		identityMap({ userId: 'crm|bob@example.com', email: 'bob@example.com' }, options),
	).toBeUndefined();
});

test('identifies a transcript by its address', () => {
	const { records, notes } = toXdmRecords(documented('chatTranscript'), OPTIONS);
	expect(records[0].identityMap).toEqual({ Email: entry('visitor@example.com', true) });
	expect(notes).toEqual([]);
});

test('notes that nobody can be identified, and writes no empty map', () => {
	const { records, notes } = toXdmRecords(documented('chatTranscript'), {
		...OPTIONS,
		email: 'leaveOut',
	});
	expect(records[0]).not.toHaveProperty('identityMap');
	expect(notes).toContainEqual({ kind: 'noIdentity' });
});

test('makes exactly one identity primary, for all events and settings', () => {
	fc.assert(
		fc.property(anyEvent, anyOptions, (event, options) => {
			for (const { identityMap: map } of toXdmRecords(event, options).records) {
				if (map === undefined) continue;
				const all = Object.values(map as unknown as IdentityMap).flat();
				expect(all.filter(({ primary }) => primary)).toHaveLength(1);
			}
		}),
	);
});

test('the default order is visitor ID, e-mail address, user ID', () => {
	expect(IDENTITY_KINDS).toEqual(['visitorId', 'email', 'userId']);
});
