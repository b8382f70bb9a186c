import fc from 'fast-check';
import { batchBody, singleBody } from '../../../lib/streaming/requestBody';
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
				const texts = list.map((entity) => JSON.stringify(entity));
				const whole = texts.map((text) => envelope.prefix + text + envelope.suffix);
				expect(batchBody(texts.map(written), envelope).toString()).toBe(
					`{"messages":[${whole.join(',')}]}`,
				);
				expect(singleBody(written(texts[0]), envelope).toString()).toBe(whole[0]);
			}),
		);
	});

	it('contains nothing that was in memory before', () => {
		const tooLarge = { ...written('{}'), bytes: 5_000 };
		const exact = batchBody([written('{}')], envelope);
		expect(batchBody([tooLarge], envelope).equals(exact)).toBe(true);
	});
});
