import fc from 'fast-check';
import { adobeProblem } from '../../../lib/platform/problems/adobeProblem';
import type { ProblemRetry } from '../../../lib/problem/problemDefinition';
import { PROBLEM_CODES, type ProblemCode } from '../../../lib/problem/problemCodes';
import { ServiceError } from '../../../lib/problem/serviceError';

const problemOf = (body: unknown, status = 400) => adobeProblem('read it', status, body);

describe('adobeProblem', () => {
	it.each<[string, unknown, number, ProblemCode, ProblemRetry, string]>([
		[
			'a missing role',
			{ type: 'https://x/FLOW-2120-403' },
			403,
			'adobe.noPermission',
			'afterChange',
			"Adobe's Permissions",
		],
		[
			'a wrong sandbox',
			{ type: 'https://x/FLOW-2100-404' },
			404,
			'adobe.sandboxUnknown',
			'afterChange',
			'sandbox name',
		],
		[
			'a wrong organization',
			{ type: 'https://x/FLOW-2000-401' },
			401,
			'adobe.wrongOrganization',
			'afterChange',
			'Organization ID',
		],
		[
			'a missing product profile',
			{ error_code: '403025' },
			403,
			'adobe.noProductProfile',
			'afterChange',
			'add a product profile',
		],
		[
			'an unknown API key',
			{ error_code: '403003' },
			403,
			'adobe.apiKeyRejected',
			'afterChange',
			'Experience Platform API',
		],
		[
			'a rejected token without a code',
			{},
			401,
			'adobe.tokenRejected',
			'afterChange',
			'Test the credential',
		],
		[
			'a rejected token of Identity Service',
			{ error: 'INVALID_IMS_TOKEN' },
			401,
			'adobe.tokenRejected',
			'afterChange',
			'Test the credential',
		],
		[
			'a denial without a code',
			{},
			403,
			'adobe.noPermission',
			'afterChange',
			'a role that may work',
		],
		['a missing resource', {}, 404, 'adobe.notFound', 'afterChange', 'nothing under this ID'],
		['too many requests', {}, 429, 'adobe.rateLimited', 'later', 'fewer requests'],
		[
			'a quota of the gateway',
			{ error_code: '429050' },
			429,
			'adobe.rateLimited',
			'later',
			'fewer requests',
		],
		['a service that is down', {}, 502, 'adobe.unavailable', 'later', 'in a few minutes'],
		['anything else', {}, 400, 'adobe.rejected', 'afterChange', 'Check the values'],
		[
			'a change in between',
			{ type: 'https://x/FLOW-1404-412' },
			412,
			'adobe.changedMeanwhile',
			'later',
			'changed it in the meantime',
		],
		[
			'a change in between without a code',
			{},
			412,
			'adobe.changedMeanwhile',
			'later',
			'changed it in the meantime',
		],
		[
			'something that already exists',
			{},
			409,
			'adobe.conflict',
			'afterChange',
			'already exists or is in use',
		],
		[
			'a dataflow that is changing',
			{ type: 'https://x/FLOW-1409-400' },
			400,
			'adobe.dataflowBusy',
			'later',
			'wait until it is enabled or disabled',
		],
		[
			'a dataset that a dataflow uses',
			{ type: 'https://x/FLOW-1418-400' },
			400,
			'adobe.inUse',
			'afterChange',
			'Delete the dataflows',
		],
		[
			'a mapping set of another schema',
			{ type: 'https://x/FLOW-1425-400' },
			400,
			'adobe.mappingSchemaMismatch',
			'afterChange',
			'ID and version',
		],
		[
			'a deleted dataflow',
			{ type: 'https://x/FLOW-1439-404' },
			404,
			'adobe.dataflowUnknown',
			'afterChange',
			'Choose the dataflow again',
		],
		[
			'a deleted schema',
			{ type: 'http://x/XDM-1012-404' },
			404,
			'adobe.schemaUnknown',
			'afterChange',
			'schema or field group',
		],
		[
			'a title that is taken',
			{ type: 'http://x/XDM-3005-400' },
			400,
			'adobe.titleTaken',
			'afterChange',
			'another title',
		],
		[
			'a title that is taken, in older words',
			{ detail: 'Title must be unique.' },
			400,
			'adobe.titleTaken',
			'afterChange',
			'another title',
		],
		[
			'a field outside of the tenant',
			{ detail: 'Top level field named chat is not allowed' },
			400,
			'adobe.fieldOutsideTenant',
			'afterChange',
			'tenant ID',
		],
		[
			'a metric that does not exist',
			{ type: 'http://x/INSGHT-1000-400' },
			400,
			'adobe.metricInvalid',
			'afterChange',
			'start is before the end',
		],
		[
			'a dataset enabled for Profile before its schema',
			{ detail: 'To enable profile datasets the schema should be valid' },
			400,
			'adobe.schemaNotInProfile',
			'afterChange',
			'Enable the schema',
		],
	])('recognizes %s', (_, body, status, code, retry, advice) => {
		const problem = problemOf(body, status);
		expect(problem).toEqual({
			code,
			message: `Could not read it: Adobe answered with status ${status}`,
			advice: expect.stringContaining(advice),
			retry,
			status,
			service: 'adobe',
		});
		expect(problem.advice).toContain(PROBLEM_CODES[code].advice);
	});

	it('gives a problem of the table for any answer', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.integer({ min: 300, max: 599 }), (body, status) => {
				const problem = problemOf(body, status);
				expect(PROBLEM_CODES).toHaveProperty([problem.code]);
				expect(problem).toMatchObject({
					message: `Could not read it: Adobe answered with status ${status}`,
					advice: expect.stringMatching(/\S/),
					status,
				});
			}),
		);
	});

	it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
		'treats an error code that every object has as unknown: %s',
		(code) => {
			expect(problemOf({ error_code: code })).toMatchObject({
				code: 'adobe.rejected',
				advice: `${PROBLEM_CODES['adobe.rejected'].advice} Adobe says: (code ${code}).`,
			});
		},
	);

	it('quotes Adobe’s words once, with its code and its request ID', () => {
		const body = {
			type: 'https://ns.adobe.com/aep/errors/FLOW-2101-404',
			title: 'Not found.',
			report: { 'detailed-message': 'Not found.', 'request-id': 'r-9' },
		};
		expect(problemOf(body)).toMatchObject({
			advice: expect.stringMatching(
				/ Adobe says: Not found \(code FLOW-2101-404, request ID r-9\)\.$/,
			),
			requestId: 'r-9',
		});
	});

	it('prefers the advice of the request, unless Adobe’s code says more', () => {
		const details = { advice: 'Validate it.' };
		const adviceFor = (status: number, body: unknown) =>
			adobeProblem('x', status, body, details).advice;
		expect(adviceFor(400, {})).toBe('Validate it.');
		expect(adviceFor(503, {})).toContain('in a few minutes');
		expect(adviceFor(400, { error_code: '400003' })).toContain('Organization ID');
	});

	it('takes the request ID from the headers when the body has none', () => {
		const details = { requestId: 'h-1' };
		expect(adobeProblem('x', 404, {}, details)).toMatchObject({
			advice: expect.stringMatching(/ Adobe says: \(request ID h-1\)\.$/),
			requestId: 'h-1',
		});
		const body = { report: { 'request-id': 'b-1' } };
		expect(adobeProblem('x', 404, body, details)).toMatchObject({
			advice: expect.stringContaining('request ID b-1'),
			requestId: 'b-1',
		});
	});

	it('is what a ServiceError carries, whose message is the message and the advice', () => {
		const problem = problemOf({}, 404);
		expect(new ServiceError(problem)).toMatchObject({
			message: `${problem.message}. ${problem.advice}`,
			problem,
		});
	});
});
