import fc from 'fast-check';
import { isTransientStatus } from '../../../lib/http/transientStatus';
import {
	inletProblem,
	isAmbiguousStatus,
	type InletRejection,
} from '../../../lib/streaming/inletProblem';

const refusal: InletRejection = {
	status: 400,
	message: '',
	emptyBody: false,
	authenticated: true,
	sync: true,
};
const problemOf = (change: Partial<InletRejection>) => inletProblem({ ...refusal, ...change });

describe('why an inlet did not accept something', () => {
	it.each([
		['Message has unknown xdm format', 'inlet.schemaUnknown', 'schema'],
		['absent or wrong ims org in the header', 'inlet.wrongOrganization', '@AdobeOrg'],
		["The 'header' field is mandatory.", 'inlet.headerRequired', 'dataflow ID'],
		['Message is invalid', 'record.invalid', 'fields that are named'],
	])('is read from Adobe’s words: %s', (message, code, advice) => {
		const problem = problemOf({ message });
		expect(problem).toMatchObject({
			code,
			message: `Adobe answered 400: the record does not have the form that the inlet expects. Adobe says: ${message}`,
			advice: expect.stringContaining(advice),
			status: 400,
			service: 'adobe',
		});
	});

	it.each([
		[302, 'inlet.redirects', 'afterChange'],
		[400, 'record.rejected', 'never'],
		[401, 'inlet.tokenRejected', 'afterChange'],
		[403, 'inlet.noAccess', 'afterChange'],
		[404, 'inlet.unknown', 'afterChange'],
		[405, 'inlet.unknown', 'afterChange'],
		[408, 'inlet.timeout', 'later'],
		[410, 'inlet.unknown', 'afterChange'],
		[413, 'inlet.tooLarge', 'never'],
		[415, 'inlet.mediaTypeRejected', 'afterChange'],
		[406, 'record.rejected', 'never'],
		[407, 'inlet.unexpectedStatus', 'afterChange'],
		[409, 'record.rejected', 'never'],
		[411, 'record.rejected', 'never'],
		[418, 'inlet.unexpectedStatus', 'afterChange'],
		[422, 'record.rejected', 'never'],
		[421, 'inlet.unavailable', 'later'],
		[425, 'inlet.unavailable', 'later'],
		[429, 'inlet.rateLimited', 'later'],
		[499, 'inlet.timeout', 'later'],
		[500, 'inlet.serverError', 'later'],
		[501, 'inlet.validationNotOffered', 'afterChange'],
		[502, 'inlet.serverError', 'later'],
		[503, 'inlet.unavailable', 'later'],
		[504, 'inlet.serverError', 'later'],
		[505, 'inlet.serverError', 'later'],
		[511, 'inlet.unexpectedStatus', 'afterChange'],
		[520, 'inlet.serverError', 'later'],
		[599, 'inlet.serverError', 'later'],
	])('is read from a status %d: %s, to be tried %s', (status, code, retry) => {
		expect(problemOf({ status })).toMatchObject({ code, retry, status });
	});

	it.each([404, 413, 429, 501])(
		'is not read from Adobe’s words where the status says it: %d',
		(status) => {
			const message = 'absent or wrong ims org';
			expect(problemOf({ status, message }).code).toBe(problemOf({ status }).code);
		},
	);

	it.each([
		[302, 'redirects are not followed'],
		[404, 'does not exist'],
		[413, 'larger'],
		[418, 'did not accept the request'],
		[599, 'could not process the request'],
	])('is said in words for a %d', (status, words) => {
		expect(problemOf({ status, emptyBody: true }).message).toContain(words);
	});

	it('is the IP allowlist for an empty 403, and the token for any other', () => {
		expect(problemOf({ status: 403, emptyBody: true })).toMatchObject({
			code: 'inlet.ipNotAllowed',
			message: expect.stringContaining('IP allowlist'),
			advice: expect.stringContaining('IP address of this n8n'),
			retry: 'afterChange',
		});
		expect(problemOf({ status: 403 })).toMatchObject({
			code: 'inlet.noAccess',
			advice: expect.stringContaining('product profiles'),
		});
	});

	it.each([401, 403])(
		'is the missing credential for a %d to a request without a token',
		(status) => {
			expect(problemOf({ status, authenticated: false })).toMatchObject({
				code: 'inlet.tokenRequired',
				advice: expect.stringContaining('credential'),
				retry: 'afterChange',
			});
		},
	);

	it.each([408, 429, 500, 503])('is a busy inlet for a %d, whatever it says', (status) => {
		const plain = problemOf({ status });
		const withWords = problemOf({ status, message: "The 'header' field is mandatory." });
		expect(withWords.code).toBe(plain.code);
		expect(withWords.retry).toBe('later');
	});

	it('has words for every status, without those that only alarm', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 300, max: 599 }),
				fc.boolean(),
				fc.boolean(),
				(status, emptyBody, authenticated) => {
					const { message, advice } = problemOf({ status, emptyBody, authenticated });
					expect(`${message} ${advice}`).not.toMatch(/error|problem|fail/i);
					expect(message).not.toMatch(/[{}]|\.$/);
					expect(advice).toMatch(/\.$/);
				},
			),
		);
	});

	it('can be gone later exactly when the status is transient, whatever Adobe says', () => {
		const words = fc.constantFrom(
			'',
			'Message has unknown xdm format',
			'absent or wrong ims org in the header',
			"The 'header' field is mandatory.",
		);
		fc.assert(
			fc.property(
				fc.integer({ min: 100, max: 999 }),
				words,
				fc.boolean(),
				fc.boolean(),
				(status, message, emptyBody, authenticated) => {
					const { retry } = problemOf({ status, message, emptyBody, authenticated });
					expect(retry === 'later').toBe(isTransientStatus(status));
				},
			),
		);
	});
});

describe('a status', () => {
	const from400 = Array.from({ length: 200 }, (_, index) => 400 + index);

	it('is transient if the same message may be accepted later: 408, 421, 425, 429, 499 and every 5xx but 501 and 511', () => {
		expect(from400.filter((status) => !isTransientStatus(status))).toEqual([
			...from400.filter((status) => status < 500 && ![408, 421, 425, 429, 499].includes(status)),
			501,
			511,
		]);
	});

	it('is ambiguous if Adobe may have accepted the message all the same', () => {
		expect(from400.filter(isAmbiguousStatus)).toEqual(
			from400.filter(
				(status) => status === 499 || (status >= 500 && ![501, 503, 511].includes(status)),
			),
		);
	});
});
