import type { IDataObject } from 'n8n-workflow';

/** An XDM event as created by Chatlio to XDM. */
export type XdmRecord = IDataObject & { _id: string; timestamp: string };

/**
 * Creates XDM events of the given size in bytes of JSON, each with its own ID. The function uses nothing outside
 * itself, because its source also runs in n8n's Code node.
 * @param bytes at least 300
 */
export function makeRecords(
	prefix: string,
	count: number,
	bytes: (index: number) => number,
): XdmRecord[] {
	const rich = (index: number) => ({
		producedBy: 'self',
		environment: { ipV4: '203.0.113.7', browserDetails: { userAgent: 'Mozilla/5.0 (X11)' } },
		web: { webPageDetails: { URL: 'https://shop.example.com/cart?step=2' } },
		identityMap: {
			ChatlioVisitor: [{ id: `visitor-${index}`, authenticatedState: 'ambiguous', primary: true }],
			Email: [{ id: `visitor-${index}@example.com`, authenticatedState: 'ambiguous' }],
		},
	});
	return Array.from({ length: count }, (_, index) => {
		const size = bytes(index);
		const _id = `${prefix}-${index}`;
		const chatlio = { conversationId: _id, channel: { id: 'C024BE91L' }, message: '' };
		const record = {
			_id,
			timestamp: '2026-01-31T12:00:00.000Z',
			eventType: 'chatlio.offlineMessage',
			...(size >= 1_000 && rich(index)),
			_acme: { chatlio },
		};
		const missingBytes = Math.max(0, size - JSON.stringify(record).length);
		const words = 'When will it be in stock? ';
		chatlio.message = words.repeat(Math.ceil(missingBytes / words.length)).slice(0, missingBytes);
		return record;
	});
}

/** Returns sizes from 0.3 to 30 KB, with more small ones, the same in every run. */
export const mixedBytes = (index: number): number =>
	Math.round(300 * 100 ** ((index * 0.618_033_988_75) % 1));
