import { batchUrl, parseInletUrl, singleUrl } from '../../../lib/streaming/inletUrl';

const inletUrl = 'https://dcs.adobedc.net/collection/667b41cf';

describe('a pasted streaming endpoint', () => {
	it.each([
		inletUrl,
		` ${inletUrl}/ `,
		'https://dcs.adobedc.net/collection/batch/667b41cf',
		`${inletUrl}?syncValidation=true`,
		`${inletUrl}?x-adobe-flow-id=`,
	])('is understood: %s', (text) => {
		expect(parseInletUrl(text)).toEqual({ inletUrl });
	});

	it('includes its dataflow ID', () => {
		expect(parseInletUrl(`${inletUrl}?x-adobe-flow-id=f2ae`)).toEqual({
			inletUrl,
			flowId: 'f2ae',
		});
	});

	it.each([
		['f2\u2013ae', '"–" (U+2013, an en dash) at position 3'],
		['f2ae%E2%80%8B', 'U+200B, an invisible character (zero width space), at position 5'],
		['f2+ae', 'U+0020, a space, at position 3'],
		['f2%2Cae', '"," (U+002C) at position 3'],
	])('is rejected when its dataflow ID is %s', (flowId, words) => {
		expect(parseInletUrl(`${inletUrl}?x-adobe-flow-id=${flowId}`)).toMatchObject({
			problem: {
				code: 'setting.invalidCharacter',
				message: `The field Streaming Endpoint URL, in its dataflow ID, contains ${words}`,
				field: 'Streaming Endpoint URL',
			},
		});
	});

	it('keeps port and path prefix of an emulator or a proxy', () => {
		expect(parseInletUrl('http://127.0.0.1:7878/aep/collection/batch/x_1')).toEqual({
			inletUrl: 'http://127.0.0.1:7878/aep/collection/x_1',
		});
	});

	const label = 'Streaming Endpoint URL';

	it('is rejected when it is too long for an address', () => {
		expect(parseInletUrl(`https://${'A-'.repeat(100_000)}`)).toMatchObject({
			problem: { code: 'setting.invalid', field: label },
		});
	});

	it.each([
		['', '""', 'Enter a web address'],
		['667b41cf', '"667b41cf"', 'Enter a web address'],
		['ftp://dcs.adobedc.net/collection/1', '"ftp://dcs.adobedc.net/collection/1"', 'web address'],
		['https://dcs.adobedc.net', 'a URL without an inlet ID', 'followed by the inlet ID'],
		['https://dcs.adobedc.net/collection/', 'a URL without an inlet ID', 'the inlet ID'],
		['https://dcs.adobedc.net/collection/batch', 'a URL without an inlet ID', 'the inlet ID'],
		['https://dcs.adobedc.net/collection/a/b', 'a URL without an inlet ID', 'the inlet ID'],
		[
			'https://me:secret@dcs.adobedc.net/collection/a',
			'a URL with a user name or password',
			'Remove the user name and password.',
		],
	])('is rejected with what to do: %j', (text, value, advice) => {
		const parsed = parseInletUrl(text);
		expect(parsed).toEqual({
			problem: {
				code: 'setting.invalid',
				message: `The field ${label} cannot be ${value}`,
				advice: expect.stringContaining(advice),
				retry: 'afterChange',
				field: label,
			},
		});
		expect(JSON.stringify(parsed)).not.toContain('secret');
	});
});

describe('the endpoints of an inlet', () => {
	it('are for one message, with validation if asked for', () => {
		expect(singleUrl(inletUrl, false)).toBe(inletUrl);
		expect(singleUrl(inletUrl, true)).toBe(`${inletUrl}?syncValidation=true`);
	});

	it('are for batches, also when the batch endpoint was given', () => {
		const batch = 'https://dcs.adobedc.net/collection/batch/667b41cf';
		expect(batchUrl(inletUrl)).toBe(batch);
		expect(batchUrl(batch)).toBe(batch);
		expect(batchUrl('https://a.b/collection/collection/c/')).toBe(
			'https://a.b/collection/collection/batch/c/',
		);
		expect(batchUrl('https://a.b/collection/batch/')).toBe('https://a.b/collection/batch/batch/');
	});
});
