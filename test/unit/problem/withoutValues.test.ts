import { withoutValues } from '../../../lib/problem/withoutValues';

const JANE = 'jane@example.com';

it.each([
	['No data for jane@example.com', [JANE], 'No data for …'],
	['No data for JANE@EXAMPLE.COM.', [JANE], 'No data for ….'],
	['GET /users/jane%40example.com', [JANE], 'GET /users/…'],
	['{"name":"a\\"b"}', ['a"b'], '{"name":"…"}'],
	['x'.repeat(20) + ' jane@exam…', [JANE], 'x'.repeat(20) + ' …'],
	['status 400 for 4', ['4'], 'status 400 for …'],
	['nothing', [''], 'nothing'],
])('%s without %j', (text, values, expected) => {
	expect(withoutValues(text, values)).toBe(expected);
});
