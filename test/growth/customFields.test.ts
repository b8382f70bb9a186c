import type { ChatlioEvent } from '../../lib/chatlio/chatlioEvent';
import { CUSTOM_FIELD_TYPES, type CustomField } from '../../lib/xdm/fields/customFields';
import { toXdmRecords } from '../../lib/xdm/mapper/toXdmRecords';
import type { XdmOptions } from '../../lib/xdm/mappingOptions';
import { documented, OPTIONS } from '../harness/chatlioEvents';
import { expectLinear } from '../harness/growth.mts';

const EVENT: ChatlioEvent = documented('chatTranscript');

const DECLARED = new Map<string, CustomField>(
	CUSTOM_FIELD_TYPES.map((type) => [type, { name: type, type, isPersonal: true }]),
);

const SETTINGS: Record<string, XdmOptions> = {
	'the types of the values': { ...OPTIONS, email: 'hash', name: 'leaveOut' },
	'declared types': {
		...OPTIONS,
		email: 'hash',
		name: 'leaveOut',
		personalFields: 'leaveOut',
		declared: DECLARED,
	},
	'nothing cut': { ...OPTIONS, transcripts: 'whole' },
};

const manyFields = (size: number, name: (at: number) => string, value: unknown) =>
	Object.fromEntries(Array.from({ length: size }, (_, at) => [name(at), value]));

const CUSTOM: Record<string, (size: number) => Record<string, unknown>> = {
	'many fields': (size) => manyFields(size, (at) => `f${at}`, 'a'),
	'many fields with long texts': (size) =>
		manyFields(size, (at) => `f${at}`, 'a b@c.example '.repeat(20)),
	'many numbers': (size) => manyFields(size, (at) => `f${at}`, 12),
	'many names that no field can have': (size) => manyFields(size, (at) => `a b ${at}`, 'a'),
	'many surnames': (size) => ({ surnames: Array.from({ length: size }, (_, at) => `Name ${at}`) }),
	'many objects': (size) => manyFields(size, (at) => `f${at}`, { a: 1 }),
	'a long name': (size) => ({ ['n'.repeat(size)]: 'a' }),
	'a long text': (size) => ({ string: 'a b@c.example '.repeat(size) }),
	'a long number': (size) => ({ integer: '0'.repeat(size), number: `${'1'.repeat(size)}.x` }),
	'a long time': (size) => ({
		'date-time': '2026-01-31T12:00:00.'.padEnd(size, '0'),
		date: ' '.repeat(size),
	}),
	'a long list': (size) => ({ stringList: Array.from({ length: size }, () => 'a@b.example') }),
	'a list of nothing': (size) => ({ stringList: Array.from({ length: size }, () => null) }),
	'nested lists': (size) => ({
		stringList: [JSON.parse('['.repeat(Math.min(size, 1000)) + ']'.repeat(Math.min(size, 1000)))],
	}),
};

describe.each(Object.entries(SETTINGS))('with %s, CPU time grows linearly:', (_, options) => {
	test.each(Object.entries(CUSTOM))('%s', (name, make) => {
		expectLinear(
			name,
			(size) => ({ ...EVENT, custom: make(size) }),
			(event) => toXdmRecords(event, options),
		);
	});
});
