import { NodeOperationError, type INode } from 'n8n-workflow';
import { readErrorBody } from '../../../lib/http/errorBody';
import { toNodeError } from '../../../lib/n8n/nodeError';
import { panelText } from '../../../lib/n8n/panelText';
import { createProblem } from '../../../lib/problem/problem';
import { redactTokens } from '../../../lib/problem/redactTokens';
import { ServiceError } from '../../../lib/problem/serviceError';
import { toProblem } from '../../../lib/problem/toProblem';
import { readMessage } from '../../../lib/streaming/readAnswer';

describe('a text for the panel', () => {
	it.each([
		['<img src=x onerror=alert(1)>', '‹img src=x onerror=alert(1)›'],
		['<a href="https://evil.example">Sign in</a>', '‹a href="https://evil.example"›Sign in‹/a›'],
		['<<b>>', '‹‹b›>'],
		['<script', '‹script'],
		['Sources > Dataflows', 'Sources > Dataflows'],
	])('%s has no markup', (given, shown) => {
		expect(panelText(given)).toBe(shown);
		expect(panelText(given)).not.toContain('<');
	});

	it('is what every error shows, whatever was thrown', () => {
		const node = { name: 'Node', type: 'x' } as INode;
		const texts = { message: 'Could not <b>x</b>', description: 'Adobe says: <img src=x>' };
		const problem = createProblem('adobe.rejected', { task: '<b>x</b>', status: 400 });
		const causes = [
			new ServiceError({ ...problem, advice: texts.description, status: 400 }),
			new ServiceError({ ...problem, advice: texts.description, status: undefined }),
			new NodeOperationError(node, texts.message, { description: texts.description }),
			new Error(texts.message),
		];
		for (const cause of causes) {
			const { message, description } = toNodeError(node, toProblem(cause), 0);
			expect(message).toContain('Could not ‹b›x‹/b›');
			expect(`${message} ${description}`).not.toContain('<');
		}
	});
});

describe('the text of a service about a request', () => {
	const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl';

	it.each([
		[`Oauth token ${jwt} is not valid`, 'Oauth token … is not valid'],
		['authorization: Bearer opaque-token-123', 'authorization: Bearer …'],
		['Authorization: Basic Y2hhdGxpbzpwYXNz', 'Authorization: Basic …'],
		['The bearer was rejected', 'The bearer was rejected'],
		['Basic Auth is off', 'Basic Auth is off'],
	])('%s is repeated without its token', (said, shown) => {
		expect(redactTokens(said)).toBe(shown);
	});

	it.each([
		['blanks', ' '.repeat(2_000_000)],
		['beginnings of tokens', 'eyJ-'.repeat(500_000)],
		['parts of tokens', '-eyJa.'.repeat(500_000)],
		['schemes without a token', 'bearer: '.repeat(250_000)],
	])('is searched only once, even with %s by the million', (_, said) => {
		// Looked through from each character, any of these takes hours.
		expect(redactTokens(said).length).toBeLessThanOrEqual(said.length);
	});

	it('is read without its token, from platform and inlet, whole or as a page', () => {
		const said = `token ${jwt}`;
		const readings = [
			readErrorBody({ message: said }),
			readErrorBody({ title: said }),
			readErrorBody(`<html>${said}</html>`),
			readMessage(said),
			readMessage({ report: { message: `${'x'.repeat(470)} ${said}` } }),
		];
		expect(JSON.stringify(readings)).not.toContain('eyJ');
	});
});
