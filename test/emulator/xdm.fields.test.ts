import { isObject, type JsonObject } from '../../emulator/json.mts';
import { resolveSchema } from '../../emulator/xdm/resolve.mts';
import { standardResources } from '../../emulator/xdm/standard.mts';
import { isUriReference } from '../../emulator/xdm/uriReference.mts';
import { expectLinear } from '../harness/growth.mts';
import { STANDARD_FIELDS } from './standardFields';

const lookup = (id: string) => standardResources.find(({ $id }) => $id === id)?.schema;

function fieldsOf(field: JsonObject, path: string): Array<[string, string]> {
	const { properties, items, additionalProperties: values } = field;
	if (isObject(items)) return fieldsOf(items, `${path}[]`);
	if (isObject(properties))
		return Object.entries(properties).flatMap(([name, inner]) =>
			fieldsOf(inner as JsonObject, path === '' ? name : `${path}.${name}`),
		);
	if (isObject(values)) return fieldsOf(values, `${path}.*`);
	if (field.enum !== undefined) return [[path, 'enum']];
	return [[path, [field.type, field.format].filter(Boolean).join(':')]];
}

describe('the fields of Adobe’s public schemas', () => {
	it.each(Object.entries(STANDARD_FIELDS))('are those of %s', ($id, fields) => {
		const resolved = resolveSchema({ allOf: [{ $ref: $id }] }, lookup);
		expect(Object.fromEntries(fieldsOf(resolved, ''))).toEqual(fields);
	});

	it('are compared for each class and field group', () => {
		const compared = [
			...Object.keys(STANDARD_FIELDS),
			// A part of both classes.
			'https://ns.adobe.com/xdm/context/identitymap',
		];
		const all = standardResources.filter(({ resourceType }) => resourceType !== 'behaviors');
		expect(all.map(({ $id }) => $id).sort()).toEqual(compared.sort());
	});
});

describe('a URI reference', () => {
	it.each([
		'',
		'1',
		'chatlio-4f2b',
		'urn:uuid:1',
		'https://user:pw@example.com:8080/a/b;c=1?d=e#f',
		'//example.com/a',
		'https://[2001:db8::1]/',
		'../a?b=c/d?e#f/g?h',
		'%41%2F',
		'#',
		"!$&'()*+,;=@",
	])('is one: %s', (text) => {
		expect(isUriReference(text)).toBe(true);
	});

	it.each([
		'order 42',
		'a|b',
		'100%',
		'%4',
		'%zz',
		'a\nb',
		'ä',
		'<a>',
		'1584479347507:2153',
		':a',
		'a#b#c',
		'http://[::1/',
		'a[0]',
		'😀',
		'a"b',
		'a\\b',
	])('is none: %j', (text) => {
		expect(isUriReference(text)).toBe(false);
	});

	it('is read in time in proportion to its length', () => {
		for (const part of ['a', '%41', 'a:', '/', '//', '@', '[', '#', '?'])
			expectLinear(part, (size) => `${part.repeat(size)} `, isUriReference);
	});
});
