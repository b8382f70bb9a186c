import fc from 'fast-check';
import { writeExactJson } from '../../../lib/http/exactJson';
import { ExactNumber } from '../../../lib/http/exactNumber';
import { buildEnvelope } from '../../../lib/streaming/envelope';
import { prepareRecord, type RecordRules } from '../../../lib/streaming/prepareRecord';
import type { RecordFormat } from '../../../lib/streaming/deliveryTypes';
import { toSentForm } from '../../../lib/streaming/sentForm';
import { destination } from './fakes';

const rulesFor = (format: RecordFormat, change: Partial<RecordRules> = {}): RecordRules => ({
	format,
	envelope: buildEnvelope(destination, format, 'n8n'),
	maxBytes: 999_985,
	schemaBehavior: 'time-series',
	...change,
});
const prepare = (record: unknown, format: RecordFormat, change?: Partial<RecordRules>) =>
	prepareRecord(() => record, rulesFor(format, change));
const event = { _id: 'chatlio-1', timestamp: '2026-01-31T12:00:00.000Z' };

/** JSON without integers that JavaScript may have rounded. */
const smallJson = fc.jsonValue().filter((value) => !/\d{16}/.test(JSON.stringify(value)));

/** The text and the measures of a record that can be sent. */
function ready(record: unknown, format: RecordFormat, change?: Partial<RecordRules>) {
	const prepared = prepare(record, format, change);
	if ('problem' in prepared) throw new Error(prepared.problem.message);
	return prepared;
}

function textOf(record: unknown, format: RecordFormat, change?: Partial<RecordRules>): string {
	const { prefix, suffix } = rulesFor(format).envelope;
	return prefix + ready(record, format, change).text + suffix;
}

/** A record that has to be changed before it can be sent. */
const unsendable = (code: string, more: object = {}) => ({
	problem: { code, retry: 'never', ...more },
});

describe('preparing a record', () => {
	it.each([[null], [undefined], [[]], ['text'], [7]])(
		'finds that %p is not an object',
		(record) => {
			expect(prepare(record, 'raw')).toMatchObject(
				unsendable('record.notObject', { message: 'The record is not a JSON object' }),
			);
		},
	);

	it('treats a record that cannot be read as none', () => {
		const prepared = prepareRecord(() => {
			throw new Error('gone');
		}, rulesFor('raw'));
		expect(prepared).toMatchObject(unsendable('record.notObject'));
	});

	it('finds what has no JSON text: circular, a text in place of itself', () => {
		const circular: Record<string, unknown> = {};
		circular.self = circular;
		for (const record of [circular, { toJSON: () => 'x' }, { toJSON: () => undefined }]) {
			expect(prepare(record, 'raw')).toMatchObject(
				unsendable('record.notJson', { message: 'The record cannot be written as JSON' }),
			);
		}
	});

	it('finds what is nested too deep to write or to clean', () => {
		let deep: unknown = null;
		for (let level = 0; level < 4_000; level += 1) deep = { a: deep };
		const prepared = prepare({ ...event, deep }, 'xdm');
		if ('problem' in prepared) expect(prepared).toMatchObject(unsendable('record.notJson'));
		let deeper: unknown = 'null';
		for (let level = 0; level < 200_000; level += 1) deeper = [deeper];
		expect(prepare({ ...event, deeper }, 'xdm')).toMatchObject(unsendable('record.notJson'));
	});

	it('finds a key __proto__ at any depth, and not a text that only reads like one', () => {
		expect(prepare(JSON.parse('{"a":[{"__proto__":{"x":1}}]}'), 'raw')).toMatchObject(
			unsendable('record.forbiddenKey', {
				message: 'The record has a key "__proto__", which is never sent',
			}),
		);
		expect(ready({ text: ',"__proto__":', __proto: 1 }, 'raw').text).toContain('__proto');
	});

	it('finds __proto__ keys exactly', () => {
		fc.assert(
			fc.property(smallJson, fc.string(), (value, key) => {
				const record = { [key === '__proto__' ? 'key' : key]: value, text: JSON.stringify(value) };
				const prepared = prepare(record, 'raw');
				if (hasProtoKey(record)) {
					expect(prepared).toMatchObject(unsendable('record.forbiddenKey'));
				} else expect(prepared).toMatchObject({ text: JSON.stringify(record) });
			}),
		);
	});

	it('finds XDM events without _id or timestamp, but not records of other schemas', () => {
		expect(prepare({ _id: ' ', timestamp: 5 }, 'xdm')).toMatchObject(
			unsendable('record.notAnEvent', {
				message:
					'The XDM event has an _id that is an empty text and a timestamp that is a number (5); XDM expects text such as order-42 in _id and 2025-01-31T12:00:00Z in timestamp',
				field: '_id',
			}),
		);
		expect(prepare({ _id: 'x' }, 'xdm')).toMatchObject(
			unsendable('record.notAnEvent', {
				message: 'The XDM event has no timestamp',
				field: 'timestamp',
			}),
		);
		expect(ready({ personID: 'x' }, 'xdm', { schemaBehavior: 'record' }).text).toBe(
			'{"personID":"x"}',
		);
	});

	it('finds complete messages without header or body', () => {
		expect(prepare({ header: {}, body: [] }, 'message')).toMatchObject(
			unsendable('record.notAMessage', {
				message: 'The complete message has no body',
				field: 'body',
			}),
		);
		expect(textOf({ header: {}, body: { a: null } }, 'message')).toBe(
			'{"header":{},"body":{"a":null}}',
		);
	});

	it('leaves null out of XDM records at any depth and says so', () => {
		const record = { ...event, a: null, b: { c: null, d: 'null' }, e: [null, 1, { f: null }] };
		const prepared = prepare(record, 'xdm', { envelope: { prefix: '', suffix: '', bytes: 0 } });
		expect(prepared).toMatchObject({
			nullsDropped: true,
			text: JSON.stringify({ ...event, b: { d: 'null' }, e: [1, {}] }),
		});
	});

	it('sends an XDM record without null as it is, empty texts included', () => {
		const record = { ...event, text: 'null and void', empty: '' };
		const prepared = prepare(record, 'xdm');
		expect(prepared).toMatchObject({ nullsDropped: false });
		expect(JSON.parse(textOf(record, 'xdm')).body.xdmEntity).toEqual(record);
	});

	it('sends raw data as it is', () => {
		expect(textOf({ a: null, b: '' }, 'raw')).toBe('{"a":null,"b":""}');
	});

	it('counts UTF-8 bytes and sends exactly as many as fit', () => {
		const record = { text: 'é€😀' };
		const bytes = Buffer.byteLength(JSON.stringify(record));
		expect(ready(record, 'raw', { maxBytes: bytes })).toMatchObject({ bytes });
		expect(prepare(record, 'raw', { maxBytes: bytes - 1 })).toMatchObject(
			unsendable('record.tooLarge', {
				message: `The message has ${bytes} bytes, more than the ${bytes - 1} that a request takes`,
			}),
		);
	});

	it('measures the entity apart from its envelope', () => {
		const prepared = prepare(event, 'xdm');
		expect(prepared).toMatchObject({ entityBytes: Buffer.byteLength(JSON.stringify(event)) });
	});
});

function hasProtoKey(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return Object.entries(value).some(([key, entry]) => key === '__proto__' || hasProtoKey(entry));
}

describe('the quick way to write a plain record', () => {
	const numbers = fc.oneof(
		fc.double(),
		fc.bigInt(),
		fc.integer(),
		fc.constantFrom(2 ** 53, 2 ** 53 + 2, 1e21, -1e-400, new ExactNumber('1e400')),
		fc.bigInt({ min: 2n ** 60n, max: 2n ** 63n }).map((value) => new ExactNumber(String(value))),
	);
	const leaves = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		numbers,
		fc.date({ noInvalidDate: false }),
		fc.constantFrom(null, undefined, true, 'null', '{}', '1e5', '{"0":', '__proto__'),
		fc
			.constantFrom<() => unknown>(
				() => new Map([[1, 2]]),
				() => new Uint8Array([1]),
				() => new Uint8Array(),
				() => /a/,
				() => Object('text'),
				() => Buffer.from('a'),
			)
			.map((make) => make()),
	);
	const values = fc.object({
		values: [leaves],
		key: fc.constantFrom('a', 'b', '0', '1', 'null'),
		maxDepth: 3,
	});

	it.each<RecordFormat>(['xdm', 'raw'])(
		'writes the same text as the exact one, or none: %s',
		(format) => {
			fc.assert(
				fc.property(values, (value) => {
					const record = { ...value, ...event };
					const form = toSentForm(record, { dropNulls: format === 'xdm' });
					const prepared = prepare(record, format);
					if ('problem' in form || 'problem' in prepared) {
						expect(prepared).toEqual({ problem: expect.anything() });
						expect(form).toEqual({ problem: expect.anything() });
						return;
					}
					expect(prepared.text).toBe(writeExactJson(form.value));
					expect(prepared.nullsDropped).toBe(form.nullsDropped > 0);
				}),
				{ numRuns: 2_000 },
			);
		},
	);
});
