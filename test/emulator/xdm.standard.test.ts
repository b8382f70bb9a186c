import fc from 'fast-check';
import { isObject, type JsonObject } from '../../emulator/json.mts';
import { resolveSchema } from '../../emulator/xdm/resolve.mts';
import { standardResources } from '../../emulator/xdm/standard.mts';
import { createValidator, summarize, type Violation } from '../../emulator/xdm/validate.mts';

const lookup = (id: string) => standardResources.find(({ $id }) => $id === id)?.schema;

/** Without the class of profiles and its field groups. */
const eventResources = standardResources.filter(({ $id }) => !/\/(profile|record)/.test($id));

const schema = resolveSchema({ allOf: eventResources.map(({ $id }) => ({ $ref: $id })) }, lookup);

const validate = createValidator(schema);

/** A record with one value at a dotted path; a channel has its required id as well. */
function eventWith(path: string, value: unknown): JsonObject {
	const keys = path.split('.').reverse();
	const own = keys.reduce<unknown>((inner, key) => ({ [key]: inner }), value) as JsonObject;
	const event: JsonObject = { _id: '1', timestamp: '2025-01-31T12:00:00Z', ...own };
	if (isObject(event.channel))
		event.channel = { _id: 'https://example.com/chat', ...event.channel };
	return event;
}

const TEXT = [['any text'], [1, null]] as const;
const FLAG = [
	[true, false],
	['true', 1],
] as const;
const WHOLE = [
	[0, -5, 1080],
	[1.5, '1'],
] as const;
const SIZE = [
	[0, 1080],
	[-1, 1.5],
] as const;
const URI = [['https://example.com/a'], ['example']] as const;

const listed = (...values: string[]) => [values, ['something else', 7]] as const;

/** Every field of the standard groups an event uses: values Adobe takes, values it refuses. */
const FIELDS: Record<string, readonly [readonly unknown[], readonly unknown[]]> = {
	_id: [
		['1', 'chatlio-4f', 'urn:uuid:1', 'a/b?c#d', '%41'],
		['order 42', 'a|b', '100%', 1, null],
	],
	timestamp: [['2025-01-31T12:00:00.123-06:00'], ['2025-01-31T12:00:00', 1738324800000]],
	eventType: TEXT,
	eventMergeId: TEXT,
	producedBy: TEXT,
	'web.webPageDetails.name': TEXT,
	'web.webPageDetails.URL': TEXT,
	'web.webPageDetails.server': TEXT,
	'web.webPageDetails.siteSection': TEXT,
	'web.webPageDetails.viewName': TEXT,
	'web.webPageDetails.isErrorPage': FLAG,
	'web.webPageDetails.isHomePage': FLAG,
	'web.webPageDetails.pageViews': [[{ id: '1', value: 1.5 }], [{ value: '1' }, 1]],
	'web.webReferrer.URL': TEXT,
	'web.webReferrer.type': listed(
		'internal',
		'external',
		'search_engine',
		'typed_bookmarked',
		'email',
		'social',
		'usenet',
		'hard_drive',
		'nojs',
		'conversational_ai',
		'unknown',
	),
	'web.webInteraction.type': listed('download', 'exit', 'other'),
	'web.webInteraction.URL': TEXT,
	'web.webInteraction.name': TEXT,
	'web.webInteraction.region': TEXT,
	'web.webInteraction.linkClicks': [[{ id: '1', value: 1 }], [{ count: 1 }]],
	'environment.type': listed('browser', 'application', 'iot', 'external', 'widget'),
	'environment.browserDetails.name': TEXT,
	'environment.browserDetails.vendor': TEXT,
	'environment.browserDetails.version': TEXT,
	'environment.browserDetails.acceptLanguage': TEXT,
	'environment.browserDetails.userAgent': TEXT,
	'environment.browserDetails.cookiesEnabled': FLAG,
	'environment.browserDetails.javaScriptEnabled': FLAG,
	'environment.browserDetails.javaEnabled': FLAG,
	'environment.browserDetails.thirdPartyCookiesEnabled': FLAG,
	'environment.browserDetails.viewportHeight': WHOLE,
	'environment.browserDetails.viewportWidth': WHOLE,
	'environment.browserDetails.userAgentClientHints': [
		[{ brands: [{ brand: 'Chromium', version: '130' }], mobile: false, platform: 'macOS' }],
		[{ brands: 'Chromium' }],
	],
	'environment.operatingSystem': TEXT,
	'environment.operatingSystemVersion': TEXT,
	'environment.ISP': TEXT,
	'environment.domain': TEXT,
	'environment.carrier': TEXT,
	'environment.viewportHeight': SIZE,
	'environment.viewportWidth': SIZE,
	'environment.colorDepth': SIZE,
	'environment.connectionType': listed(
		'dialup',
		'isdn',
		'bisdn',
		'dsl',
		'cable',
		'wireless_wifi',
		'mobile',
		'mobile_edge',
		'mobile_gprs',
		'mobile_2g',
		'mobile_3g',
		'mobile_lte',
		't1',
		't3',
		'oc3',
		'lan',
		'modem',
	),
	'environment.ipV4': [['203.0.113.7'], ['2001:db8::1', '203.0.113.7, 10.0.0.1']],
	'environment.ipV6': [
		['2001:db8::1', '::ffff:203.0.113.7'],
		['203.0.113.7', 'fe80::1%eth0'],
	],
	'environment._dc.language': [
		['en-US', 'pt-BR', 'de'],
		['en-US,en;q=0.9', 'en_US'],
	],
	'device.type': TEXT,
	'device.manufacturer': TEXT,
	'device.model': TEXT,
	'device.modelNumber': TEXT,
	'device.screenHeight': WHOLE,
	'device.screenWidth': WHOLE,
	'device.colorDepth': WHOLE,
	'device.screenOrientation': listed('portrait', 'landscape'),
	'placeContext.localTime': [['2025-01-31T12:00:00+01:00'], ['12:00']],
	'placeContext.localTimezoneOffset': WHOLE,
	'placeContext.ianaTimezone': TEXT,
	'placeContext.geo.city': TEXT,
	'placeContext.geo.stateProvince': [
		['US-CA', 'DE-BY', ''],
		['California', 'us-ca'],
	],
	'placeContext.geo.countryCode': [['US'], ['us', 'USA', 'United States']],
	'placeContext.geo.postalCode': TEXT,
	'placeContext.geo.dmaID': WHOLE,
	'placeContext.geo.msaID': WHOLE,
	'placeContext.geo._schema.latitude': [
		[-90, 48.1, 90],
		[90.1, '48.1'],
	],
	'placeContext.geo._schema.longitude': [
		[-180, 11.5, 180],
		[-180.1, '11.5'],
	],
	'channel._id': [['https://example.com/chat', '/chat'], [5]],
	'channel._type': URI,
	'channel.typeAtSource': TEXT,
	'channel.mode': listed('push', 'pull', 'bidirectional'),
	'channel.mediaType': TEXT,
	'channel.mediaAction': TEXT,
	'implementationDetails.name': URI,
	'implementationDetails.version': TEXT,
	'implementationDetails.environment': listed('browser', 'app', 'server', 'iot'),
	identityMap: [
		[
			{ Email: [{ id: 'a@b.c', authenticatedState: 'loggedOut', primary: true }] },
			{ Any: [{ id: '1' }, { id: '2' }] },
			{},
		],
		[{ Email: { id: 'a@b.c' } }, { Email: [{ id: 'a', authenticatedState: 'guest' }] }, 'a'],
	],
};

describe('the standard fields of a web-chat event', () => {
	describe.each(Object.entries(FIELDS))('%s', (path, [good, bad]) => {
		it.each(good.map((value) => [value]))('takes %j', (value) => {
			expect(validate(eventWith(path, value))).toEqual([]);
		});

		it.each(bad.map((value) => [value]))('refuses %j', (value) => {
			const [violation] = validate(eventWith(path, value));
			expect(violation?.pointerToViolation.startsWith(`#/${path.replaceAll('.', '/')}`)).toBe(true);
		});
	});

	it('requires the id of a channel', () => {
		const event = { _id: '1', timestamp: '2025-01-31T12:00:00Z', channel: { mode: 'pull' } };
		expect(validate(event).map(({ message }) => message)).toEqual(['required key [_id] not found']);
	});

	it('refuses personal details: they belong to profiles, not to events', () => {
		expect(validate(eventWith('personalEmail.address', 'a@b.c'))[0].message).toBe(
			'extraneous key [personalEmail] is not permitted',
		);
	});
});

describe('the global container', () => {
	it.each([
		['https://ns.adobe.com/xdm/data/time-series', '_xdm.data.time-series', 'behaviors'],
		['https://ns.adobe.com/xdm/context/experienceevent', '_xdm.context.experienceevent', 'classes'],
		['https://ns.adobe.com/xdm/context/identitymap', '_xdm.context.identitymap', 'mixins'],
		[
			'https://ns.adobe.com/xdm/context/experienceevent-web',
			'_xdm.context.experienceevent-web',
			'mixins',
		],
	])('has %s', ($id, altId, resourceType) => {
		const resource = standardResources.find((one) => one.$id === $id);
		expect(resource).toMatchObject({ 'meta:altId': altId, resourceType, schema: { $id } });
		expect(resource?.title).toBe(resource?.schema.title);
	});

	it('says of each field group which class it extends', () => {
		const groups = standardResources.filter(({ resourceType }) => resourceType === 'mixins');
		const extended = groups.map(({ $id, schema }) => [
			$id.replace('https://ns.adobe.com/xdm/context/', ''),
			schema['meta:intendedToExtend'],
		]);
		const [event, profile] = ['experienceevent', 'profile'].map(
			(name) => `https://ns.adobe.com/xdm/context/${name}`,
		);
		expect(extended).toEqual([
			['identitymap', [event, profile]],
			['experienceevent-web', [event]],
			['experienceevent-environment-details', [event]],
			['experienceevent-channel', [event]],
			['experienceevent-implementation-details', [event]],
			['profile-person-details', [profile]],
			['profile-work-details', [profile]],
		]);
	});

	it('has unique ids and titles', () => {
		expect(new Set(standardResources.map(({ $id }) => $id)).size).toBe(standardResources.length);
		expect(new Set(standardResources.map(({ title }) => title)).size).toBe(
			standardResources.length,
		);
	});
});

const SAMPLES: Record<string, string[]> = {
	'date-time': ['2025-01-31T12:00:00Z', '2016-02-07T11:02:17.839766-08:00'],
	ipv4: ['203.0.113.7'],
	ipv6: ['2001:db8::1'],
	uri: ['https://example.com/a'],
	'uri-reference': ['/a'],
	language: ['en-US'],
	stateProvince: ['US-CA'],
	countryCode: ['DE'],
};

function valuesOf(field: JsonObject, name = ''): fc.Arbitrary<unknown> {
	if (Array.isArray(field.enum)) return fc.constantFrom(...(field.enum as unknown[]));
	const sample = SAMPLES[String(field.format)] ?? SAMPLES[name];
	if (sample) return fc.constantFrom(...sample);
	if (field.type === 'boolean') return fc.boolean();
	const limits = { min: Number(field.minimum ?? -1e6), max: Number(field.maximum ?? 1e6) };
	if (field.type === 'integer')
		return fc.integer({ min: limits.min, max: Math.min(limits.max, 2 ** 31 - 1) });
	if (field.type === 'number') return fc.double({ ...limits, noNaN: true });
	if (field.type === 'array')
		return fc.array(valuesOf(field.items as JsonObject), { maxLength: 3 });
	if (isObject(field.additionalProperties)) {
		return fc.dictionary(fc.constantFrom('Email', 'ECID'), valuesOf(field.additionalProperties));
	}
	return field.type === 'object' ? recordsOf(field) : fc.string();
}

function recordsOf({ properties, required = [] }: JsonObject): fc.Arbitrary<unknown> {
	const fields = Object.entries(properties as Record<string, JsonObject>).map(
		([name, field]): [string, fc.Arbitrary<unknown>] => [name, valuesOf(field, name)],
	);
	return fc.record(Object.fromEntries(fields), { requiredKeys: required as never });
}

const leaves = (violation: Violation): Violation[] =>
	violation.causingExceptions.length === 0
		? [violation]
		: violation.causingExceptions.flatMap(leaves);

describe('any record', () => {
	it('made from the schema is valid', () => {
		fc.assert(fc.property(recordsOf(schema), (record) => expect(validate(record)).toEqual([])));
	});

	it('with one more key anywhere at its top is refused for that key alone', () => {
		fc.assert(
			fc.property(recordsOf(schema), fc.string(), (record, key) => {
				fc.pre(!isObject(schema.properties) || !Object.hasOwn(schema.properties, key));
				fc.pre(key !== '__proto__');
				const violations = validate({ ...(record as JsonObject), [key]: 1 });
				expect(violations.map(({ message }) => message)).toEqual([
					`extraneous key [${key}] is not permitted`,
				]);
			}),
		);
	});

	it('whatever it is, is answered with violations that a summary keeps', () => {
		fc.assert(
			fc.property(fc.anything({ withNullPrototype: false }), (value) => {
				const entity: unknown = JSON.parse(JSON.stringify(value) ?? 'null');
				const violations = validate(entity);
				expect(violations.length).toBeGreaterThan(0);
				expect(leaves(summarize(violations, 1_000))).toHaveLength(violations.length);
			}),
		);
	});
});
