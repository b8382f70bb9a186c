import Ajv from 'ajv';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import type { ChatlioEvent } from '../../lib/chatlio/chatlioEvent';
import { toXdmRecords } from '../../lib/xdm/mapper/toXdmRecords';
import mapped from '../../nodes/ChatlioToXdm/__schema__/v1.0.0/map.json';
import redacted from '../../nodes/ChatlioToXdm/__schema__/v1.0.0/redact.json';
import received from '../../nodes/ChatlioTrigger/__schema__/v1.1.0.json';
import { documented, OPTIONS } from '../harness/chatlioEvents';
import { pinData } from '../../workflows/try-with-sample-events.json';

/** One of each event, in the order of Chatlio's settings. */
const events: ChatlioEvent[] = CHATLIO_EVENTS.map(({ kind }) => documented(kind));

test('the sample events are the trigger’s items for documented postings', () => {
	expect(pinData).toEqual({ 'Chatlio Trigger': events.map((json) => ({ json })) });
});

/** Returns the same schema without room for further fields. */
const closed = (schema: object): object =>
	JSON.parse(JSON.stringify(schema), (_key, value: unknown) =>
		typeof value === 'object' && value !== null && 'properties' in value
			? { ...value, additionalProperties: false }
			: value,
	) as object;

/** Returns how the items differ from the closed schema. */
function differences(schema: object, items: object[]): unknown[] {
	const validate = new Ajv({ strict: false, allErrors: true }).compile(closed(schema));
	return items.flatMap((item) => (validate(item) ? [] : (validate.errors ?? [])));
}

describe('the fields that n8n shows before a run', () => {
	test('of Chatlio Trigger are the fields of its items', () => {
		expect(differences(received, events)).toEqual([]);
		expect(differences(received, [{ visitor: { shoeSize: 44 } }])).toHaveLength(1);
	});

	test('of Chatlio to XDM are the fields of its records', () => {
		const options = { ...OPTIONS, tenantKey: '_tenant' };
		const records = events.flatMap((event) => toXdmRecords(event, options).records);
		expect(differences(mapped, records)).toEqual([]);
	});

	test('of Redact Text are those of the trigger, and the text', () => {
		const items = events.map((event) => ({ ...event, redactedText: 'Visitor: Hi' }));
		expect(differences(redacted, items)).toEqual([]);
		expect(Object.keys(redacted.properties)).toEqual([
			...Object.keys(received.properties),
			'redactedText',
		]);
	});
});
