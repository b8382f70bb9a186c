import fc from 'fast-check';
import { batchBody, dropTexts, restoreTexts, singleBody } from '../../../lib/streaming/requestBody';
import { createBodyBuffers } from '../../../lib/streaming/bodyBuffers';
import { buildEnvelope } from '../../../lib/streaming/envelope';
import { destination } from './fakes';
import { anyCharacter } from '../../harness/arbitraries';

const envelope = buildEnvelope({ ...destination, datasetId: 'é€😀' }, 'xdm', 'n8n');

const written = (text: string) => ({ text, bytes: Buffer.byteLength(text) + envelope.bytes });

describe('the body of a request', () => {
	const entities = fc.array(fc.dictionary(fc.string({ unit: anyCharacter }), fc.jsonValue()), {
		minLength: 1,
		maxLength: 20,
	});

	it('holds every record in its envelope, in order, whatever characters they have', () => {
		fc.assert(
			fc.property(entities, (list) => {
				const buffers = createBodyBuffers();
				const texts = list.map((entity) => JSON.stringify(entity));
				const whole = texts.map((text) => envelope.prefix + text + envelope.suffix);
				expect(batchBody(texts.map(written), envelope, buffers).toString()).toBe(
					`{"messages":[${whole.join(',')}]}`,
				);
				expect(singleBody(written(texts[0]), envelope).toString()).toBe(whole[0]);
			}),
		);
	});

	it('gives back the texts that were dropped', () => {
		fc.assert(
			fc.property(entities, (list) => {
				const records = list.map((entity) => written(JSON.stringify(entity)));
				const before = records.map((record) => ({ ...record }));
				const body = batchBody(records, envelope, createBodyBuffers());
				dropTexts(records);
				expect(records.every(({ text }) => text === '')).toBe(true);
				restoreTexts(records, body, envelope);
				expect(records).toEqual(before);
			}),
		);
	});

	it('contains nothing that was in memory before', () => {
		const tooLarge = { ...written('{}'), bytes: 5_000 };
		const exact = batchBody([written('{}')], envelope, createBodyBuffers());
		expect(batchBody([tooLarge], envelope, createBodyBuffers()).equals(exact)).toBe(true);
	});
});
