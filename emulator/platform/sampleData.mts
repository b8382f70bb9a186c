import { asArray, asText, isObject, type JsonObject } from '../json.mts';
import { safeEntries } from '../xdm/safe.mts';

const FORMATS: Record<string, string> = {
	'date-time': '2018-11-12T20:20:39+00:00',
	date: '2018-01-12',
	email: 'john.smith@abc.com',
	uri: 'https://www.example.com/',
	'uri-reference': '/uri-reference',
	ipv4: '192.0.2.1',
	ipv6: '2001:db8::1',
	hostname: 'example.com',
	uuid: '5f0f6a1e-0b7c-4a41-9a4e-3f1a2b3c4d5e',
};

/** Texts that match the patterns of Adobe's standard fields. */
const TEXTS = ['string', 'US', 'US-CA', 'en-US', '1', 'a1', 'A', '+15555550100', '01-23'];

/** Creates a record of the schema with a value in each field, from Adobe's sample values. */
export function sampleOf(field: JsonObject): unknown {
	const listed = asArray(field.enum);
	if (listed.length > 0) return listed[0];
	switch (field.type) {
		case 'object':
			return sampleObject(field);
		case 'array':
			return [sampleOf(isObject(field.items) ? field.items : {})];
		case 'integer':
			return withinLimits(field, 4862);
		case 'number':
			return withinLimits(field, 29.25);
		case 'boolean':
			return false;
		default:
			return sampleText(field);
	}
}

function sampleObject(field: JsonObject): JsonObject {
	if (isObject(field.properties)) {
		return Object.fromEntries(
			safeEntries(field.properties).map(([name, inner]) => [name, sampleOf(inner as JsonObject)]),
		);
	}
	return isObject(field.additionalProperties) ? { key: sampleOf(field.additionalProperties) } : {};
}

function withinLimits({ minimum, maximum }: JsonObject, value: number): number {
	const most = typeof maximum === 'number' ? Math.min(value, maximum) : value;
	return typeof minimum === 'number' ? Math.max(most, minimum) : most;
}

function sampleText(field: JsonObject): string {
	const format = FORMATS[asText(field.format) ?? ''];
	if (format !== undefined) return format;
	const pattern = asText(field.pattern);
	const fitting =
		pattern === undefined ? 'string' : TEXTS.find((text) => new RegExp(pattern).test(text));
	const text = fitting ?? 'string';
	const least = typeof field.minLength === 'number' ? field.minLength : 0;
	const most = typeof field.maxLength === 'number' ? field.maxLength : Infinity;
	return text.padEnd(least, 'x').slice(0, most);
}
