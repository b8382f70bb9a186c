import { createProblem, problemText } from '../../../lib/problem/problem';
import { PROBLEM_CODES } from '../../../lib/problem/problemCodes';
import type { ProblemDefinition } from '../../../lib/problem/problemDefinition';
import { ServiceError, serviceError } from '../../../lib/problem/serviceError';

const rows = Object.entries<ProblemDefinition>(PROBLEM_CODES);

describe('the table of problem codes', () => {
	it.each(rows)('has a stable code, two texts and a retry: %s', (code, definition) => {
		expect(code).toMatch(/^[a-z][A-Za-z]*\.[a-z][A-Za-z0-9]*$/);
		expect(definition.message).toMatch(/\S/);
		expect(definition.message).not.toMatch(/\.$/);
		expect(definition.advice).toMatch(/\.$|^\{advice\}$/);
		expect(['later', 'afterChange', 'never']).toContain(definition.retry);
		expect(['adobe', 'chatlio', 'ims', undefined]).toContain(definition.service);
	});

	it('has messages without words that n8n’s guidelines avoid', () => {
		const avoided = rows.filter(([, { message }]) => /\b(error|problem|failure)\b/i.test(message));
		expect(avoided).toEqual([]);
	});
});

describe('createProblem', () => {
	it('fills the placeholders of both texts, once', () => {
		const problem = createProblem('credential.hostNotAllowed', {
			host: '{entry}',
			field: 'URL',
			entry: 'a.example',
		});
		expect(problem).toEqual({
			code: 'credential.hostNotAllowed',
			message: expect.stringMatching(/, and \{entry\} is neither$/),
			advice: 'Correct the URL, or add a.example to Allowed Hosts in the credential.',
			retry: 'afterChange',
		});
	});

	it('keeps values that look like a replacement pattern', () => {
		const { message } = createProblem('setting.empty', { label: '$& $1' });
		expect(message).toBe('The field $& $1 is empty');
	});

	it('adds the details that are known, and prefers their advice', () => {
		const details = { status: 404, requestId: undefined, field: 'Widget', advice: 'Look again.' };
		expect(createProblem('chatlio.widgetUnknown', {}, details)).toEqual({
			code: 'chatlio.widgetUnknown',
			message: 'Chatlio does not know this widget',
			advice: 'Look again.',
			retry: 'afterChange',
			service: 'chatlio',
			status: 404,
			field: 'Widget',
		});
	});
});

describe('problemText', () => {
	it('ends the message and the advice with one period each', () => {
		expect(problemText({ message: 'It is empty', advice: 'Fill it in.' })).toBe(
			'It is empty. Fill it in.',
		);
		expect(problemText({ message: 'Is it empty?', advice: '' })).toBe('Is it empty?');
	});
});

describe('ServiceError', () => {
	it('redacts tokens and shortens texts, and has no cause', () => {
		const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl';
		const reason = `${'a'.repeat(5_000)} Bearer ${jwt}`;
		const error = serviceError('setting.conflict', { reason, advice: `Bearer ${jwt}` });
		expect(error.problem.message).toHaveLength(2_501);
		expect(JSON.stringify(error.problem) + error.stack).not.toContain(jwt);
		expect(error.problem.advice).toBe('Bearer …');
		expect(error.cause).toBeUndefined();
		expect(error).toBeInstanceOf(ServiceError);
	});
});
