import fc from 'fast-check';
import {
	hasSeveralAddresses,
	lowerCaseAddress,
	readEmailAddress,
} from '../../../lib/chatlio/emailAddress';

const INVISIBLE = ['\u200b', '\u200f', '\ufeff', '\u2060', '\u00ad', '\u0000', '\ufe0f', '\u061c'];

/** Opening and closing decoration. */
const AROUND: Array<[string, string]> = [
	['', ''],
	[' ', '\n'],
	['<', '>'],
	['(', ')'],
	['"', '"'],
	['“', '”'],
	['«', '»'],
	['„', '“'],
	['「', '」'],
	['[', ']'],
	['mailto:', ''],
	['mailto:', '?subject=Hello&bcc=ann@example.org'],
	['<mailto:', '>'],
	['Bob <', '>'],
	['"Bob, Ann & Co." <', '>'],
	['Bob Smith <mailto:', '>,'],
	['', ' (Bob)'],
	['', '.'],
	['', ';'],
	['', ','],
	['', '!'],
	['- ', ''],
	['→ ', ' ←'],
];

const address = fc.oneof(
	fc.emailAddress(),
	fc
		.tuple(
			fc.constantFrom('bob', 'o’neil'.replace('’', "'"), '用户', 'josé', 'имя', 'ชื่อ', 'नाम'),
			fc.constantFrom('example.com', '例子.公司', 'пример.рф', 'xn--fsq.example', 'localhost'),
		)
		.map((parts) => parts.join('@')),
);

test('takes any address out of any decoration', () => {
	fc.assert(
		fc.property(address, fc.constantFrom(...AROUND), (plain, [before, after]) => {
			// A mark at the front of the address may be one of a pair around it.
			fc.pre(!/^[.'`*_~{]/.test(plain) && !(before.includes('mailto:') && /[?|%]/.test(plain)));
			expect(readEmailAddress(before + plain + after)).toEqual({ address: plain });
		}),
	);
});

test('finds the same address wherever invisible characters are', () => {
	fc.assert(
		fc.property(
			fc.constantFrom('bob@example.com', 'Bob <bob@example.com>'),
			fc.nat(),
			fc.constantFrom(...INVISIBLE),
			(text, at, mark) => {
				const place = at % (text.length + 1);
				const marked = text.slice(0, place) + mark + text.slice(place);
				expect(readEmailAddress(marked)).toEqual({ address: 'bob@example.com' });
			},
		),
	);
});

test('reads no address out of two different ones, but one that is written twice', () => {
	fc.assert(
		fc.property(address, address, fc.constantFrom(', ', '; ', ' ', ' <'), (one, other, between) => {
			fc.pre(![one, other].some((each) => /^[.'`*_~{]/.test(each)));
			const isSame = one.toLowerCase() === other.toLowerCase();
			expect(hasSeveralAddresses(one + between + other)).toBe(!isSame);
		}),
	);
	expect(readEmailAddress('Bob@example.com <bob@EXAMPLE.com>').address).toBe('Bob@example.com');
});

test.each([
	'',
	'bob',
	'@',
	'bob@',
	'@example.com',
	'bob@.',
	'bob@example..com',
	'bob@@example.com',
	'a b@example.com',
	'bob@example.com and more',
	'"bob smith"@example.com',
	`${'x'.repeat(65)}@example.com`,
	`bob@${'x'.repeat(256)}`,
	'bob\ud800@example.com',
])('reads no address out of %j', (text) => {
	expect(readEmailAddress(text)).toEqual({ several: false });
});

test('is in lower case in every alphabet', () => {
	expect(lowerCaseAddress('ИМЯ@Example.COM')).toBe('имя@example.com');
	expect(lowerCaseAddress(7)).toBeUndefined();
});

test.each(['@', 'a@', '"', '" <', '(', 'mailto:', '<', ' ', 'a', '\u200b', 'mailto:a|', '"a"'])(
	'settles a long text of %j',
	(piece) => {
		for (const length of [3_999, 4_000_000])
			expect(readEmailAddress(piece.repeat(length / piece.length)).address).toBeUndefined();
	},
);

test('settles any text', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (text) => {
			const { address: found } = readEmailAddress(text);
			if (found !== undefined) expect(readEmailAddress(found)).toEqual({ address: found });
		}),
	);
});
