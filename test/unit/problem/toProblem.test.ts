import { createProblem } from '../../../lib/problem/problem';
import { isProgrammingError, logProgrammingError } from '../../../lib/problem/programmingError';
import { ServiceError } from '../../../lib/problem/serviceError';
import { toProblem } from '../../../lib/problem/toProblem';

const fault = new TypeError('Cannot read properties of undefined');

describe('toProblem', () => {
	it('returns the problem that a ServiceError carries, also inside n8n’s own error', () => {
		const problem = createProblem('chatlio.keyMissing', {});
		expect(toProblem(new ServiceError(problem))).toEqual(problem);
		const n8nError = Object.assign(new Error('The node failed'), {
			cause: new ServiceError(problem),
		});
		expect(toProblem(n8nError)).toEqual(problem);
	});

	it('says nothing that only a programmer understands', () => {
		expect(toProblem(fault, 'The response')).toEqual({
			code: 'unexpected.value',
			message: 'The response has a form that this node does not expect',
			advice: expect.stringContaining('The log of n8n has the details'),
			retry: 'afterChange',
		});
	});

	it.each([[new Error('')], [undefined], ['text'], [{}]])(
		'has a message and advice for whatever is thrown: %p',
		(thrown) => {
			const { message, advice } = toProblem(thrown);
			expect([message, advice]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w/)]);
		},
	);

	it('keeps what n8n says about a parameter', () => {
		const error = Object.assign(new Error('No path back to referenced node'), {
			description: 'Connect the node first.',
		});
		expect(toProblem(error)).toEqual({
			code: 'setting.unreadable',
			message: 'No path back to referenced node',
			advice: 'Connect the node first.',
			retry: 'afterChange',
		});
	});

	it.each([undefined, null])(
		'has advice of its own when n8n’s description is %p',
		(description) => {
			expect(toProblem(Object.assign(new Error('No such node'), { description }))).toMatchObject({
				code: 'setting.unreadable',
				advice: 'Check the parameters of this node for this item.',
			});
		},
	);
});

describe('logProgrammingError', () => {
	it('logs an error that only a programmer understands, and nothing else', () => {
		const other = new Error('The credential is gone');
		expect([isProgrammingError(fault), isProgrammingError(other)]).toEqual([true, false]);
		const logged: string[] = [];
		const context = {
			logger: { error: (text: string) => logged.push(text) },
			getNode: () => ({ name: 'Stream' }),
		};
		logProgrammingError(context, fault);
		logProgrammingError(context, other);
		expect(logged).toEqual([expect.stringMatching(/^Stream: TypeError: Cannot read/)]);
	});
});
