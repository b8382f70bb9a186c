import fc from 'fast-check';
import { buildEnvelope } from '../../../lib/streaming/envelope';
import { prepareRecord, type RecordRules } from '../../../lib/streaming/records';
import type { RecordFormat } from '../../../lib/streaming/types';
import { destination } from './fakes';

const rulesFor = (format: RecordFormat, change: Partial<RecordRules> = {}): RecordRules => ({
	format,
	envelope: buildEnvelope(destination, format, 'n8n'),
	maxBytes: 999_985,
	timeSeries: true,
	...change,
});
const prepare = (record: unknown, format: RecordFormat, change?: Partial<RecordRules>) =>
	prepareRecord(() => record, rulesFor(format, change));
const event = { _id: 'chatlio-1', timestamp: '2026-01-31T12:00:00.000Z' };

function textOf(record: unknown, format: RecordFormat, change?: Partial<RecordRules>): string {
	const prepared = prepare(record, format, change);
	if (!prepared.ready) throw new Error(prepared.reason);
	const { prefix, suffix } = rulesFor(format).envelope;
	return prefix + prepared.text + suffix;
}

describe('preparing a record', () => {
	it.each([[null], [undefined], [[]], ['text'], [7]])(
		'sets aside %p, which is no object',
		(record) => {
			expect(prepare(record, 'raw')).toMatchObject({
				ready: false,
				reason: 'The record is no JSON object.',
			});
		},
	);

	it('sets aside a record that cannot be read', () => {
		const prepared = prepareRecord(() => {
			throw new Error('gone');
		}, rulesFor('raw'));
		expect(prepared.ready).toBe(false);
	});

	it('sets aside what has no JSON text: circular, big integers, a text in place of itself', () => {
		const circular: Record<string, unknown> = {};
		circular.self = circular;
		for (const record of [
			circular,
			{ n: 1n },
			{ toJSON: () => 'x' },
			{ toJSON: () => undefined },
		]) {
			expect(prepare(record, 'raw')).toMatchObject({
				ready: false,
				reason: 'The record cannot be written as a JSON object.',
			});
		}
	});

	it('sets aside what is nested too deep to clean', () => {
		let deep: unknown = null;
		for (let level = 0; level < 4_000; level += 1) deep = { a: deep };
		const prepared = prepare({ ...event, deep }, 'xdm');
		if (!prepared.ready) expect(prepared.reason).toContain('cannot be written');
		let deeper: unknown = 'null';
		for (let level = 0; level < 200_000; level += 1) deeper = [deeper];
		expect(prepare({ ...event, deeper }, 'xdm').ready).toBe(false);
	});

	it('sets aside a key __proto__ at any depth, and not a text that only reads like one', () => {
		expect(prepare(JSON.parse('{"a":[{"__proto__":{"x":1}}]}'), 'raw')).toMatchObject({
			ready: false,
			reason: 'The record has a key "__proto__", which is never sent.',
		});
		expect(prepare({ text: ',"__proto__":', __proto: 1 }, 'raw').ready).toBe(true);
	});

	it('finds __proto__ keys exactly', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.string(), (value, key) => {
				const record = { [key === '__proto__' ? 'key' : key]: value, text: JSON.stringify(value) };
				const expected = !hasProtoKey(record);
				expect(prepare(record, 'raw').ready).toBe(expected);
			}),
		);
	});

	it('sets aside XDM events without _id or timestamp, but not records of other schemas', () => {
		expect(prepare({ _id: ' ', timestamp: 5 }, 'xdm')).toMatchObject({
			ready: false,
			reason: 'The XDM event has no _id and no timestamp.',
		});
		expect(prepare({ _id: 'x' }, 'xdm')).toMatchObject({
			reason: 'The XDM event has no timestamp.',
		});
		expect(prepare({ personID: 'x' }, 'xdm', { timeSeries: false }).ready).toBe(true);
	});

	it('sets aside complete messages without header or body', () => {
		expect(prepare({ header: {}, body: [] }, 'message')).toMatchObject({
			ready: false,
			reason: 'The complete message has no body.',
		});
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
		expect(prepared).toMatchObject({ ready: true, nullsDropped: false });
		expect(JSON.parse(textOf(record, 'xdm')).body.xdmEntity).toEqual(record);
	});

	it('sends raw data as it is', () => {
		expect(textOf({ a: null, b: '' }, 'raw')).toBe('{"a":null,"b":""}');
	});

	it('counts UTF-8 bytes and takes exactly as many as fit', () => {
		const record = { text: 'é€😀' };
		const bytes = Buffer.byteLength(JSON.stringify(record));
		expect(prepare(record, 'raw', { maxBytes: bytes })).toMatchObject({ ready: true, bytes });
		expect(prepare(record, 'raw', { maxBytes: bytes - 1 })).toMatchObject({
			ready: false,
			reason: `The message has ${bytes} bytes, more than the ${bytes - 1} a request takes.`,
		});
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
