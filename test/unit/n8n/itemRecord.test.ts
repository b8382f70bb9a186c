import type { INode } from 'n8n-workflow';
import { isTool, recordOf } from '../../../lib/n8n/itemRecord';

const json = {
	_id: 'a',
	toolCallId: 'call-1',
	delivery: { status: 'rejected' },
	problem: { code: 'record.rejected' },
	validation: { notChecked: [] },
};

test('a record does not contain what earlier nodes said about the item', () => {
	expect(recordOf({ json }, '', false)).toEqual({ _id: 'a', toolCallId: 'call-1' });
});

test('a record of an agent’s call does not contain what n8n added either', () => {
	expect(recordOf({ json }, '', true)).toEqual({ _id: 'a' });
});

test('a node that an agent calls has another name', () => {
	const named = (type: string) => isTool({ type } as INode);
	expect(named('n8n-nodes-chatlio-aep.adobePlatformStreamingTool')).toBe(true);
	expect(named('n8n-nodes-chatlio-aep.adobePlatformStreaming')).toBe(false);
});
