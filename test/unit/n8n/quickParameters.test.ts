import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { quickParameters } from '../../../lib/n8n/quickParameters';

/** A node with these parameters, and how often n8n evaluated one. */
function nodeWith(parameters: IDataObject, items: IDataObject[]) {
	const evaluated: string[] = [];
	const n8n = {
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, item: number, _: unknown, options?: IDataObject) => {
			if (options?.rawExpressions) return parameters[name];
			evaluated.push(`${name} of ${item}`);
			return `n8n's value of ${name} for item ${item}`;
		},
	} as unknown as IExecuteFunctions;
	const quick = quickParameters(n8n);
	const read = (name: string) =>
		items.map((_, item) => quick.getNodeParameter(name, item, '') as unknown);
	return { read, evaluated, quick };
}

const ITEMS = [{ id: 'a', to: 'x' }, { id: 7, to: 'y' }, { to: 'x' }];

test.each(['={{ $json.id }}', '={{$json.id}}', '= {{  $json.id }}  '])(
	'%s is read from the item, without n8n',
	(expression) => {
		const { read, evaluated } = nodeWith({ recordId: expression }, ITEMS);
		expect(read('recordId')).toEqual(['a', 7, undefined]);
		expect(evaluated).toEqual([]);
	},
);

test('a parameter without an expression is evaluated once', () => {
	const { read, evaluated } = nodeWith({ dataset: { mode: 'id', value: 'abc' } }, ITEMS);
	expect(new Set(read('dataset')).size).toBe(1);
	expect(evaluated).toEqual(['dataset of 0']);
});

test('a resource locator with a field is evaluated once for each value of the field', () => {
	const { read, evaluated } = nodeWith(
		{ dataset: { mode: 'id', value: '={{ $json.to }}' } },
		ITEMS,
	);
	const [first, second, third] = read('dataset');
	expect(third).toBe(first);
	expect(second).not.toBe(first);
	expect(evaluated).toEqual(['dataset of 0', 'dataset of 1']);
});

test.each([
	'={{ $json.to.trim() }}',
	'=a {{ $json.to }}',
	"={{ $json.to || $('Dataflow').first().json.id }}",
	"={{ [$(\"The flow\").first().json.name, ''].includes($json.to ?? '') ? 1 : $json.to }}",
])('%s is evaluated once for each value of the field', (expression) => {
	const { read, evaluated } = nodeWith({ dataflow: expression }, ITEMS);
	const [first, second, third] = read('dataflow');
	expect(third).toBe(first);
	expect(second).not.toBe(first);
	expect(evaluated).toEqual(['dataflow of 0', 'dataflow of 1']);
});

test.each([
	'={{ $json["id"] }}',
	'={{ $json }}',
	'={{ $now }}',
	'={{ $itemIndex }}',
	'={{ $json.id + Math.random() }}',
	'={{ $json.id + new Date() }}',
	'={{ $json.id + DateTime.now() }}',
	"={{ $('Dataflow').item.json.id }}",
	"={{ $('Dataflow').all()[$itemIndex].json.id }}",
])('%s is evaluated by n8n for each item', (expression) => {
	const { read, evaluated } = nodeWith(
		{ recordId: expression, more: { value: expression } },
		ITEMS,
	);
	read('recordId');
	read('more');
	expect(evaluated).toHaveLength(2 * ITEMS.length);
});

test('raw expressions stay what they are', () => {
	const { quick } = nodeWith({ recordId: '={{ $json.id }}' }, ITEMS);
	expect(quick.getNodeParameter('recordId', 1, '', { rawExpressions: true })).toBe(
		'={{ $json.id }}',
	);
});
