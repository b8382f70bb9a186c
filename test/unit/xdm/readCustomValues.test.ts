import fc from 'fast-check';
import type { ChatlioEvent } from '../../../lib/chatlio/chatlioEvent';
import {
	CUSTOM_FIELD_TYPES,
	customNameProblem,
	type CustomField,
} from '../../../lib/xdm/fields/customFields';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
import { withheldValues } from '../../../lib/xdm/privacy/withheldValues';
import { anyEnrichedEvent, anyOptions, documented, OPTIONS } from '../../harness/chatlioEvents';

interface Mapped {
	_acme: { chatlio: { custom?: Record<string, unknown>; truncated?: Record<string, number> } };
}

const customOf = (event: ChatlioEvent, options = OPTIONS) =>
	toXdmRecords(event, options).records.map(
		(record) => (record as unknown as Mapped)._acme.chatlio.custom,
	);

test('whatever is added, only values of custom fields come out, under names that these can have', () => {
	fc.assert(
		fc.property(anyEnrichedEvent, anyOptions, (event, options) => {
			for (const custom of customOf(event, options)) {
				for (const [name, value] of Object.entries(custom ?? {})) {
					expect(customNameProblem(name)).toBeUndefined();
					const each = Array.isArray(value) ? value : [value];
					expect(each.length).toBeGreaterThan(0);
					for (const one of each)
						expect(typeof one).toMatch(Array.isArray(value) ? /string/ : /string|number|boolean/);
				}
			}
			expect(Object.keys(Object.prototype)).toEqual([]);
		}),
		{ numRuns: 300 },
	);
});

test('whatever is added, a record differs only in its custom fields and in what is cut for them', () => {
	fc.assert(
		fc.property(anyEnrichedEvent, anyOptions, (event, options) => {
			const whole = {
				...options,
				transcripts: 'whole',
				name: 'keep',
				personalFields: 'keep',
			} as const;
			const [{ _acme: withCustom, ...head }] = toXdmRecords(event, whole).records;
			const [{ _acme: without, ...sameHead }] = toXdmRecords(
				{ ...event, custom: undefined },
				whole,
			).records;
			const { chatlio } = withCustom as unknown as Mapped['_acme'];
			expect(head).toEqual(sameHead);
			expect({ ...chatlio, custom: undefined }).toEqual(
				(without as unknown as Mapped['_acme']).chatlio,
			);
		}),
		{ numRuns: 200 },
	);
});

/** Nothing in it can be cut. */
const event: ChatlioEvent = { ...documented('visitorFeedback'), message: undefined };

const declared = new Map<string, CustomField>(
	CUSTOM_FIELD_TYPES.map((type) => [type, { name: type, type, isPersonal: true }]),
);

test('the values that are searched for are the names and the withheld personal texts', () => {
	const custom = {
		nickname: 'Zaphod',
		surnames: ['Bee', 'Blebrox'],
		firstName: 5,
		string: 'Gold',
		stringList: ['Ab', '1', '123 456'],
	};
	const names = ['Zaphod', 'Bee', 'Blebrox'];
	const visitor = { id: 'v' };
	const valuesFor = (options: object) =>
		withheldValues({ ...event, visitor, custom }, { ...OPTIONS, ip: 'keep', declared, ...options });
	expect(valuesFor({})).toEqual({ values: [], isIncomplete: false });
	expect(valuesFor({ name: 'leaveOut' })).toEqual({ values: names, isIncomplete: false });
	expect(valuesFor({ personalFields: 'leaveOut' })).toEqual({
		values: ['Gold', 'Ab', '123 456'],
		isIncomplete: true,
	});
});

test('more fields than a record has room for are counted instead of read', () => {
	const custom = Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`f${at}`, at]));
	const [record] = toXdmRecords({ ...event, custom }, OPTIONS).records as unknown as Mapped[];
	const { custom: kept, truncated } = record._acme.chatlio;
	expect(Object.keys(kept ?? {}).length + (truncated?.fields ?? 0)).toBe(3_000);
	expect(Object.keys(kept ?? {}).length).toBeGreaterThan(500);
});

test('short values come before long ones', () => {
	const custom = { a: 'a'.repeat(15_000), b: 'b'.repeat(15_000), c: 'c', d: ['d'], e: false };
	expect(customOf({ ...event, custom })[0]).toMatchObject({ c: 'c', d: ['d'], e: false });
});

test('long texts are read only as far as a record can hold them', () => {
	const custom = { a: 'a'.repeat(1_000_000), b: ['b'.repeat(20_000)], c: 'c' };
	const [record] = toXdmRecords({ ...event, custom }, OPTIONS).records as unknown as Mapped[];
	const { custom: kept, truncated } = record._acme.chatlio;
	expect(kept).toEqual({ a: expect.stringMatching(/^a{8000,}$/), c: 'c' });
	expect(truncated?.textBytes).toBe(1_000_000 - (kept?.a as string).length);
	expect(truncated?.fields).toBe(1);
});
