import { NodeOperationError, type INode } from 'n8n-workflow';
import { panelText } from '../../../lib/panelText';
import { readAnswer } from '../../../lib/platform/envelope';
import { asNodeError } from '../../../lib/platform/nodeError';
import { PlatformRefusal } from '../../../lib/platform/refusal';
import { readMessage } from '../../../lib/streaming/reply';
import { withoutTokens } from '../../../lib/withoutTokens';

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

	it('is what each error says, whoever threw it', () => {
		const node = { name: 'Node', type: 'x' } as INode;
		const texts = { message: 'Could not <b>x</b>', description: 'Adobe says: <img src=x>' };
		const causes = [
			new PlatformRefusal({ ...texts, status: 400 }),
			new NodeOperationError(node, texts.message, { description: texts.description }),
			new Error(texts.message),
		];
		for (const cause of causes) {
			const { message, description } = asNodeError(node, cause, 0);
			expect(`${message} ${description}`).not.toContain('<');
		}
	});
});

describe('what a service says of a request', () => {
	const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl';

	it.each([
		[`Oauth token ${jwt} is not valid`, 'Oauth token … is not valid'],
		['authorization: Bearer opaque-token-123', 'authorization: Bearer …'],
		['Authorization: Basic Y2hhdGxpbzpwYXNz', 'Authorization: Basic …'],
		['The bearer was refused', 'The bearer was refused'],
		['Basic Auth is off', 'Basic Auth is off'],
	])('%s is repeated without its token', (said, shown) => {
		expect(withoutTokens(said)).toBe(shown);
	});

	it.each([
		['blanks', ' '.repeat(2_000_000)],
		['beginnings of tokens', 'eyJ-'.repeat(500_000)],
		['parts of tokens', '-eyJa.'.repeat(500_000)],
		['schemes without a token', 'bearer: '.repeat(250_000)],
	])('is looked through once, also %s by the million', (_, said) => {
		// Looked through from each character, any of these takes hours.
		expect(withoutTokens(said).length).toBeLessThanOrEqual(said.length);
	});

	it('is read without its token, from platform and inlet, whole or as a page', () => {
		const said = `token ${jwt}`;
		const readings = [
			readAnswer({ message: said }),
			readAnswer({ title: said }),
			readAnswer(`<html>${said}</html>`),
			readMessage(said),
			readMessage({ report: { message: `${'x'.repeat(470)} ${said}` } }),
		];
		expect(JSON.stringify(readings)).not.toContain('eyJ');
	});
});
