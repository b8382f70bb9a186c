import { readEmailAddress } from '../../../lib/chatlio/emailAddress';
import { enteredValues } from '../../../workflows/source/enteredValues.mts';

const EMAIL = 'bob@example.com';

test.each([
	EMAIL,
	'Bob@Example.COM',
	' bob@example.com ',
	'bob@example.com.',
	'bob@example.com,',
	'<bob@example.com>',
	'Bob <bob@example.com>',
	'"Jones, Bob" <bob@example.com>',
	'"bob@old.example" <bob@example.com>',
	'bob@example.com (Bob)',
	'mailto:bob@example.com',
	'mailto:bob%40example.com?subject=Hi',
	'<mailto:bob@example.com|bob@example.com>',
	"'bob@example.com'",
	'*bob@example.com*',
	'\u200bbob@exam\u200bple.com\ufeff',
	'ｂｏｂ＠example。com',
	'bob@example.com\n',
])('%j is searched as Adobe gets it', (text) => {
	expect(readEmailAddress(text.trim()).address?.toLowerCase()).toBe(EMAIL);
	const { address, values } = enteredValues({ Email: text });
	expect(address).toBe(EMAIL);
	expect(values).toContain(EMAIL);
});

test.each(['_bob@example.com', "o'bob@example.com", '{bob}@example.com', 'боб@пример.рф'])(
	'%j keeps what belongs to the address',
	(text) => {
		expect(readEmailAddress(text).address).toBe(text);
		expect(enteredValues({ Email: text }).address).toBe(text);
	},
);

test('the text is searched as it was entered, too', () => {
	expect(enteredValues({ Email: ' Bob  <bob@example.com>', 'User ID': 'CORP\\"Rosa"' })).toEqual({
		values: ['bob <bob@example.com>', 'corp\\"rosa"', EMAIL],
		address: EMAIL,
		tooShort: [],
	});
});

test('values that occur by chance are not searched, and named', () => {
	expect(enteredValues({ Email: 'a@b.c', 'Visitor ID': 'v(1)+[8f2c]', 'User ID': '1042' })).toEqual(
		{
			values: ['v(1)+[8f2c]'],
			address: 'a@b.c',
			tooShort: ['Email', 'User ID'],
		},
	);
	expect(enteredValues({ Email: null })).toEqual({ values: [], address: '', tooShort: [] });
});
