import fc from 'fast-check';
import { createBodyBuffers } from '../../../lib/streaming/bodyBuffers';
import { batchBody } from '../../../lib/streaming/requestBody';
import { buildEnvelope } from '../../../lib/streaming/envelope';
import { BATCH_FRAME_BYTES } from '../../../lib/streaming/inletLimits';
import { createMessagePacker, type PackLimits } from '../../../lib/streaming/packMessages';
import { destination } from './fakes';
import { anyCharacter } from '../../harness/arbitraries';

const bare = buildEnvelope(destination, 'message', '');

interface Text {
	text: string;
	bytes: number;
}

const toText = (text: string): Text => ({ text, bytes: Buffer.byteLength(text) });

function packAll(messages: Text[], limits: PackLimits): Text[][] {
	const nextGroup = createMessagePacker(messages[Symbol.iterator]());
	const groups: Text[][] = [];
	for (let group = nextGroup(limits); group.length > 0; group = nextGroup(limits))
		groups.push(group);
	return groups;
}

/** The fewest groups any packing that keeps the order can reach, by trying all of them. */
function fewest(messages: Text[], { maxMessages, maxBytes }: PackLimits): number {
	const best = [0];
	for (let end = 1; end <= messages.length; end += 1) {
		best[end] = Infinity;
		let bytes = BATCH_FRAME_BYTES - 1;
		for (let start = end - 1; start >= 0 && end - start <= maxMessages; start -= 1) {
			bytes += messages[start].bytes + 1;
			if (bytes <= maxBytes) best[end] = Math.min(best[end], best[start] + 1);
		}
	}
	return best[messages.length];
}

describe('packing', () => {
	const texts = fc.array(
		fc.string({ unit: anyCharacter, maxLength: 30 }).map((s) => toText(JSON.stringify(s))),
		{
			maxLength: 60,
		},
	);
	const limits = fc.record({
		maxMessages: fc.integer({ min: 1, max: 12 }),
		maxBytes: fc.integer({ min: 400, max: 900 }),
	});

	it('keeps order and limits to the byte with the fewest requests possible', () => {
		fc.assert(
			fc.property(texts, limits, (messages, limit) => {
				const groups = packAll(messages, limit);
				expect(groups.flat()).toEqual(messages);
				for (const group of groups) {
					const body = batchBody(group, bare, createBodyBuffers());
					expect(body.length).toBeLessThanOrEqual(limit.maxBytes);
					expect(group.length).toBeLessThanOrEqual(limit.maxMessages);
				}
				expect(groups.length).toBe(fewest(messages, limit));
			}),
		);
	});

	it('fills a request to the last byte', () => {
		const messages = [toText('"aa"'), toText('"bb"')];
		const exact = batchBody(messages, bare, createBodyBuffers()).length;
		expect(packAll(messages, { maxMessages: 9, maxBytes: exact })).toHaveLength(1);
		expect(packAll(messages, { maxMessages: 9, maxBytes: exact - 1 })).toHaveLength(2);
	});

	it('packs a message that is larger than a lowered limit on its own', () => {
		const messages = [toText('"a"'), toText(`"${'b'.repeat(99)}"`), toText('"c"')];
		expect(packAll(messages, { maxMessages: 9, maxBytes: 50 }).map(({ length }) => length)).toEqual(
			[1, 1, 1],
		);
	});

	it('takes no more from its source than one group needs', () => {
		let taken = 0;
		function* endless() {
			for (;;) {
				taken += 1;
				yield toText('"x"');
			}
		}
		createMessagePacker(endless())({ maxMessages: 3, maxBytes: 1_000 });
		expect(taken).toBeLessThanOrEqual(4);
	});
});
