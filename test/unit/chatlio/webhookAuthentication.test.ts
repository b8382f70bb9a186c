import fc from 'fast-check';

import { isAuthentic, type RequiredAuth } from '../../../lib/chatlio/webhookAuthentication';

const basic = (text: string) => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
const secretInUrl: RequiredAuth = { type: 'secretInUrl', secret: 'correct-horse-battery' };
const basicAuth: RequiredAuth = { type: 'basicAuth', user: 'chatlio', password: 'pass:wörd' };

describe('without authentication', () => {
	test('everyone may post', () => {
		expect(isAuthentic({ type: 'none' }, {})).toBe(true);
	});
});

describe('with a secret in the URL', () => {
	test('the secret is accepted', () => {
		expect(isAuthentic(secretInUrl, { token: 'correct-horse-battery' })).toBe(true);
	});

	test.each([
		['nothing', undefined],
		['an empty one', ''],
		['another', 'wrong-horse-battery-x'],
		['its beginning', 'correct-horse'],
		['one with more at its end', 'correct-horse-battery-'],
		['one in a different case', 'Correct-Horse-Battery'],
		['one given twice', ['correct-horse-battery', 'correct-horse-battery']],
		['one in a list', ['correct-horse-battery']],
		['an object', { token: 'correct-horse-battery', length: 21 }],
		['null', null],
		['a number', 1],
		['a very long one', 'x'.repeat(1_000_000)],
	])('%s is rejected', (_, token) => {
		expect(isAuthentic(secretInUrl, { token })).toBe(false);
	});

	test('the secret in the header is rejected', () => {
		const authorization = basic('correct-horse-battery:');
		expect(isAuthentic(secretInUrl, { authorization })).toBe(false);
	});

	test('nothing is accepted while the secret is empty', () => {
		const empty: RequiredAuth = { type: 'secretInUrl', secret: '' };
		for (const token of ['', undefined, ' ']) expect(isAuthentic(empty, { token })).toBe(false);
	});

	test('only the secret itself is accepted, and nothing makes it throw', () => {
		fc.assert(
			fc.property(fc.anything(), (token) => {
				expect(isAuthentic(secretInUrl, { token })).toBe(token === secretInUrl.secret);
			}),
		);
	});
});

describe('with Basic Auth', () => {
	test.each([basic('chatlio:pass:wörd'), ` basic   ${basic('chatlio:pass:wörd').slice(6)}`])(
		'the user and the password are accepted: %s',
		(authorization) => expect(isAuthentic(basicAuth, { authorization })).toBe(true),
	);

	test.each([
		['nothing', undefined],
		['an empty header', ''],
		['a scheme alone', 'Basic'],
		['another scheme', basic('chatlio:pass:wörd').replace('Basic', 'Bearer')],
		['no base64', 'Basic chatlio:pass'],
		['another password', basic('chatlio:other')],
		['another user', basic('someone:pass:wörd')],
		['no colon', basic('chatlio')],
		['a list', [basic('chatlio:pass:wörd')]],
		['a very long one', `Basic ${'A'.repeat(1_000_000)}`],
	])('%s is rejected', (_, authorization) => {
		expect(isAuthentic(basicAuth, { authorization })).toBe(false);
	});

	test.each([
		['user', '', 'secret'],
		['password', 'chatlio', ''],
	])('nothing is accepted while the %s is empty', (_, user, password) => {
		const authorization = basic(`${user}:${password}`);
		const expected: RequiredAuth = { type: 'basicAuth', user, password };
		expect(isAuthentic(expected, { authorization })).toBe(false);
	});

	test('nothing makes it throw', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.string().map(basic)), (authorization) => {
				expect(isAuthentic(basicAuth, { authorization })).toBe(false);
			}),
		);
	});
});
