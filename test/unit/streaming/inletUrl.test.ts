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
		expect(parseInletUrl(text)).toEqual({ inletUrl, inletId: '667b41cf' });
	});

	it('brings its dataflow ID along', () => {
		expect(parseInletUrl(`${inletUrl}?x-adobe-flow-id=f2ae`)).toEqual({
			inletUrl,
			inletId: '667b41cf',
			flowId: 'f2ae',
		});
	});

	it('keeps port and path prefix of an emulator or a proxy', () => {
		expect(parseInletUrl('http://127.0.0.1:7878/aep/collection/batch/x_1')).toEqual({
			inletUrl: 'http://127.0.0.1:7878/aep/collection/x_1',
			inletId: 'x_1',
		});
	});

	it('is refused when it is too long for an address', () => {
		expect(parseInletUrl(`https://${'A-'.repeat(100_000)}`)).toHaveProperty('refusal');
	});

	it.each([
		['', 'is no web address'],
		['667b41cf', 'is no web address'],
		['ftp://dcs.adobedc.net/collection/667b41cf', 'is no web address'],
		['https://dcs.adobedc.net', 'has no inlet ID'],
		['https://dcs.adobedc.net/collection/', 'has no inlet ID'],
		['https://dcs.adobedc.net/collection/batch', 'has no inlet ID'],
		['https://dcs.adobedc.net/collection/a/b', 'has no inlet ID'],
		['https://me:secret@dcs.adobedc.net/collection/a', 'user name or password'],
	])('is refused with a sentence: %j', (text, words) => {
		const { refusal } = parseInletUrl(text) as { refusal: string };
		expect(refusal).toContain(words);
		expect(refusal).not.toContain('secret');
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
