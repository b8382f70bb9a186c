import fc from 'fast-check';
import { describeCharacter } from '../../../lib/problem/characterNames';
import {
	credentialText,
	findForeignCharacter,
	requestText,
	type RequestTextKind,
} from '../../../lib/problem/requestText';

const problemOf = (read: () => unknown) => {
	try {
		return read();
	} catch (error) {
		return (error as { problem: unknown }).problem;
	}
};

describe('requestText', () => {
	it.each([
		[' dev \r\n', 'dev'],
		['Dev_2-b', 'Dev_2-b'],
		[7, '7'],
		['', ''],
		[null, ''],
		[undefined, ''],
	])('reads %j as %j', (value, text) => {
		expect(requestText(value, 'Sandbox', 'sandbox')).toBe(text);
	});

	it('names the field, the character, its position and what to do', () => {
		expect(problemOf(() => requestText(' d\u2013ev', 'Sandbox', 'sandbox'))).toEqual({
			code: 'setting.invalidCharacter',
			message: 'The field Sandbox contains "–" (U+2013, an en dash) at position 3',
			advice:
				'It can have only unaccented letters, digits, - and _. Delete the character, or type the value instead of pasting it; if an expression returns it, correct the expression.',
			retry: 'afterChange',
			field: 'Sandbox',
		});
		expect(problemOf(() => credentialText('😀', 'Client ID', 'id'))).toEqual({
			code: 'credential.invalidCharacter',
			message: 'The field Client ID of the credential contains "😀" (U+1F600) at position 1',
			advice:
				'It can have only unaccented letters, digits and punctuation, without spaces. Delete the character, or type the value instead of pasting it.',
			retry: 'afterChange',
			field: 'Client ID',
		});
	});

	it.each([
		[{ toString: () => 'dev' }, 'an object'],
		[['dev'], 'a list'],
		[true, 'a boolean'],
		[2 ** 53, 'a number'],
		[1.5, 'a number'],
		[NaN, 'a number'],
	])('does not take %j for text', (value, kind) => {
		expect(problemOf(() => requestText(value, 'Dataset', 'resourceId'))).toMatchObject({
			code: 'setting.wrongType',
			message: `The field Dataset is ${kind}, and text is expected`,
			field: 'Dataset',
		});
	});

	it.each<[RequestTextKind, string, string]>([
		['sandbox', 'prod-EU_2', 'prod.eu'],
		['resourceId', '3f2b8c1e-7a90', 'a,b'],
		['id', 'https://ns.adobe.com/acme/schemas/7a1d', 'a b'],
		['id', '9C1D3A5E7F0B2468@AdobeOrg', 'é@AdobeOrg'],
		['secret', 'p8e-Zk3v_/+= "', 'p8e\tx'],
		['url', 'https://[::1]:9/a?b=c#d', 'https://platform.adobe\u00ad.io'],
		['basicAuthUser', 'a+b/c', 'a:b'],
		['scopes', 'openid, AdobeID', 'openid\nAdobeID'],
		['hosts', 'a.example\n*.b.example', 'bücher.example'],
		['header', '"etag" \t;x=1', 'a\r\nb'],
		['name', 'Läden (2) – no'.replace(' – no', ''), 'Läden – 2'],
	])('accepts as %s %j, and not %j', (kind, text, foreign) => {
		expect(findForeignCharacter(text, kind)).toBeUndefined();
		expect(findForeignCharacter(foreign, kind)).toBeDefined();
	});

	it('returns what was entered or throws, and nothing that a header would change', () => {
		const text = fc.string({ unit: 'binary', maxLength: 8 });
		const padded = fc.tuple(fc.constantFrom('', ' ', '\n'), text).map((parts) => parts.join(''));
		fc.assert(
			fc.property(fc.oneof(text, padded, fc.string({ maxLength: 8 })), (entered) => {
				const read = problemOf(() => requestText(entered, 'X', 'id'));
				if (typeof read !== 'string') return;
				expect(read).toMatch(/^[\x21-\x7e]*$/);
				expect(read).toBe(entered.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, ''));
			}),
			{ numRuns: 2_000 },
		);
	});
});

describe('describeCharacter', () => {
	it.each([
		['\u2013', '"–" (U+2013, an en dash)'],
		['\u200b', 'U+200B, an invisible character (zero width space),'],
		['\u00a0', 'U+00A0, a no-break space,'],
		['\u2003', 'U+2003, a space of another kind,'],
		['\ufe0f', 'U+FE0F, an invisible character,'],
		['\u3164', 'U+3164, an invisible character,'],
		['\u0301', 'U+0301, a combining mark,'],
		['\u0007', 'U+0007, a control character,'],
		['\ud800', 'U+D800, half a character,'],
		['\ue000', 'U+E000, a character without a meaning,'],
		['\u0430', '"\u0430" (U+0430, a Cyrillic letter)'],
		['\u03bf', '"\u03bf" (U+03BF, a Greek letter)'],
		['\uff0d', '"\uff0d" (U+FF0D, a dash of another kind)'],
		['\uff21', '"\uff21" (U+FF21, a full-width character)'],
		['\u201c', '"\u201c" (U+201C, a quotation mark of another kind)'],
		['é', '"é" (U+00E9)'],
	])('says what %j is', (character, description) => {
		expect(describeCharacter(character)).toBe(description);
	});

	it('shows none that changes the text around it', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), (character) => {
				expect(describeCharacter(character)).toMatch(
					/^("[\p{L}\p{N}\p{P}\p{S}]" \()?U\+[0-9A-F]{4,6}(, [A-Za-z() -]+)?[),]?$/u,
				);
			}),
			{ numRuns: 2_000 },
		);
	});
});
