import type { INode } from 'n8n-workflow';
import { isTool, recordOf } from '../../../nodes/AdobePlatformStreaming/items';

const json = { _id: 'a', toolCallId: 'call-1', delivery: { status: 'failed' } };

test('what is sent of an item lacks its earlier account', () => {
	expect(recordOf({ json }, '', false)).toEqual({ _id: 'a', toolCallId: 'call-1' });
});

test('an agent’s call lacks what n8n added to the item too', () => {
	expect(recordOf({ json }, '', true)).toEqual({ _id: 'a' });
});

test('n8n names a node otherwise when an agent calls it', () => {
	const named = (type: string) => isTool({ type } as INode);
	expect(named('n8n-nodes-chatlio-aep.adobePlatformStreamingTool')).toBe(true);
	expect(named('n8n-nodes-chatlio-aep.adobePlatformStreaming')).toBe(false);
});
