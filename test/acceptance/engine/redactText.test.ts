import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { RECEIVED_AT } from '../../harness/chatlioEvents';
import { Registry, runNode } from '../../harness/n8n';

const registry = new Registry().add([new ChatlioToXdm()]);

const TRANSCRIPT = {
	event: 'chatTranscript',
	receivedAt: RECEIVED_AT,
	visitor: { name: 'Quentin Quell', email: 'quentin@example.com', ip: '203.0.113.9' },
	transcript: {
		agent: { name: 'Some One' },
		text: 'not used',
		messages: [
			{ text: 'Hi, I am Quentin Quell, at quentin%40example.com', fromVisitor: true },
			{ text: 'Hello Quentin Quell, is 203.0.113.9 you?', fromVisitor: false },
			{ text: '' },
		],
	},
};

async function redact(event: object, parameters: INodeParameters = {}) {
	const { output, error, hints } = await runNode({
		registry,
		type: 'chatlioToXdm',
		parameters: { operation: 'redact', ...parameters },
		input: [{ json: event as IDataObject }],
		node: { onError: 'continueErrorOutput' },
	});
	return { json: output()[0]?.json, failed: output(1)[0]?.json, error, hints };
}

describe('Redact Text', () => {
	test('adds what was said without addresses and names, and keeps the item', async () => {
		const { json, hints } = await redact(TRANSCRIPT);
		expect(json).toEqual({
			...TRANSCRIPT,
			redactedText:
				'Visitor: Hi, I am [withheld], at [withheld]\nAgent: Hello [withheld], is [withheld] you?',
		});
		expect(hints).toEqual([]);
	});

	test.each([
		[['email'], 'Visitor: Quentin Quell, [withheld], 203.0.113.9'],
		[['ip'], 'Visitor: Quentin Quell, q@example.com, [withheld]'],
		[['name'], 'Visitor: [withheld], q@example.com, 203.0.113.9'],
	])('removes only what is chosen: %j', async (remove, text) => {
		const messages = [{ text: 'Quentin Quell, q@example.com, 203.0.113.9', fromVisitor: true }];
		const { json } = await redact({ ...TRANSCRIPT, transcript: { messages } }, { remove });
		expect(json?.redactedText).toBe(text);
	});

	test.each<[string, object, string]>([
		['the subject and the message', { subject: 'Help', message: 'I am lost' }, 'Help\nI am lost'],
		['the transcript as one text', { transcript: { text: 'Q: hi\nA: ho' } }, 'Q: hi\nA: ho'],
		['nothing', {}, ''],
		['no text', { message: 7, transcript: { messages: [{ text: ['a'] }, 3] } }, ''],
	])('takes %s', async (_, said, text) => {
		const { json } = await redact({ event: 'offlineMessage', receivedAt: RECEIVED_AT, ...said });
		expect(json?.redactedText).toBe(text);
	});

	test('says that it did not search for a name that says too little', async () => {
		const { json, hints } = await redact({ ...TRANSCRIPT, visitor: { name: '-' } });
		expect(json?.redactedText).toContain('Quentin Quell');
		expect(hints.join()).toContain('not searched');
	});

	test('shows no text if it cannot search for a name', async () => {
		const { json, hints } = await redact({ ...TRANSCRIPT, visitor: { name: 'q'.repeat(300) } });
		expect(json?.redactedText).toBe('');
		expect(hints.join()).toContain('Without text: 1 event.');
	});

	test.each<[string, object, INodeParameters, string]>([
		['an item that is no event', { hello: 1 }, {}, 'event.unrecognized'],
		['an empty field name', TRANSCRIPT, { textField: ' ' }, 'setting.empty'],
		['a wrong choice', TRANSCRIPT, { remove: 'email' }, 'setting.wrongType'],
	])('sends %s to the error output', async (_, event, parameters, code) => {
		const { json, failed, hints } = await redact(event, parameters);
		expect(json).toBeUndefined();
		expect(failed?.problem).toMatchObject({ code });
		expect(hints.join()).toContain('Not redacted: 1 item.');
	});
});
