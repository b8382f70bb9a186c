import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';
import {
	anyDataflowLocator,
	dataflowLocator,
	datasetLocator,
	sandboxLocator,
	schemaLocator,
} from '../../../lib/n8n/locators';
import { requestText, type RequestTextKind } from '../../../lib/problem/requestText';

/** The test of the mode in which a name or an ID is typed, as the editor makes it (n8n-workflow, NodeHelpers). */
function panelTest({ modes = [] }: INodeProperties): RegExp {
	const { validation } = modes.find(
		({ placeholder = '', validation: tests }) =>
			tests && /^e\.g\. [^/]*(\/\/ns|$)/.test(placeholder),
	)!;
	const [{ properties }] = validation as unknown as Array<{ properties: { regex: string } }>;
	return new RegExp(`^${properties.regex}$`);
}

const isSent = (text: string, kind: RequestTextKind) => {
	try {
		return requestText(text, 'X', kind).length >= 0;
	} catch {
		return false;
	}
};

/** Characters at one place of a text. */
const inserted = (text: string) =>
	fc
		.tuple(
			fc.nat({ max: text.length }),
			fc.oneof(
				fc.constantFrom(...'\t\n\v\f\r -_\u00a0\u200b\u2013\ufeff\u00adé'),
				fc.string({ unit: 'binary', maxLength: 2 }),
			),
		)
		.map(([at, characters]) => text.slice(0, at) + characters + text.slice(at));

const UUID = '3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17';

it.each<[string, INodeProperties, RequestTextKind, string]>([
	['Dataflow', dataflowLocator, 'resourceId', UUID],
	['Dataflow, which may be empty', anyDataflowLocator, 'resourceId', UUID],
	['Dataset', datasetLocator, 'resourceId', '5c8c3c555033b814b69f947f'],
	['Schema', schemaLocator, 'id', 'https://ns.adobe.com/acme/schemas/7a1d'],
	['Sandbox', sandboxLocator, 'sandbox', 'dev'],
])('%s: the panel accepts only what is sent', (_, locator, kind, text) => {
	const test = panelTest(locator);
	expect(test.test(` ${text}\n`)).toBe(true);
	fc.assert(
		fc.property(inserted(text), (entered) => {
			if (test.test(entered)) expect(isSent(entered, kind)).toBe(true);
		}),
		{ numRuns: 1_000 },
	);
});

it('Sandbox: the panel accepts everything that is sent', () => {
	const test = panelTest(sandboxLocator);
	fc.assert(
		fc.property(inserted('dev'), (entered) => {
			expect(test.test(entered)).toBe(isSent(entered, 'sandbox'));
		}),
		{ numRuns: 1_000 },
	);
});
