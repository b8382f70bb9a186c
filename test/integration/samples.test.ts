import Ajv from 'ajv';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import type { ChatlioEvent } from '../../lib/chatlio/types';
import { toXdmRecords } from '../../lib/xdm/toXdm';
import mapped from '../../nodes/ChatlioToXdm/__schema__/v1.0.0.json';
import received from '../../nodes/ChatlioTrigger/__schema__/v1.1.0.json';
import { documented, OPTIONS } from '../harness/chatlioEvents';
import { pinData } from '../../workflows/try-with-sample-events.json';

/** One of each event, in the order of Chatlio's settings. */
const events: ChatlioEvent[] = CHATLIO_EVENTS.map(({ kind }) => documented(kind));

test('the sample events are what the trigger makes of documented postings', () => {
	expect(pinData).toEqual({ 'Chatlio Trigger': events.map((json) => ({ json })) });
});

/** The same schema, which nothing may have more fields than. */
const closed = (schema: object): object =>
	JSON.parse(JSON.stringify(schema), (_key, value: unknown) =>
		typeof value === 'object' && value !== null && 'properties' in value
			? { ...value, additionalProperties: false }
			: value,
	) as object;

/** What of the items the schema does not say. */
function unforeseen(schema: object, items: object[]): unknown[] {
	const validate = new Ajv({ strict: false, allErrors: true }).compile(closed(schema));
	return items.flatMap((item) => (validate(item) ? [] : (validate.errors ?? [])));
}

describe('the fields n8n shows before anything has run', () => {
	test('of Chatlio Trigger are those of its items', () => {
		expect(unforeseen(received, events)).toEqual([]);
		expect(unforeseen(received, [{ visitor: { shoeSize: 44 } }])).toHaveLength(1);
	});

	test('of Chatlio to XDM are those of its records', () => {
		const options = { ...OPTIONS, tenantKey: '_tenant' };
		const records = events.flatMap((event) => toXdmRecords(event, options).records);
		expect(unforeseen(mapped, records)).toEqual([]);
	});
});
