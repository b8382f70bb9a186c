import fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters, OnError } from 'n8n-workflow';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import { parseEvent } from '../../lib/chatlio/parseEvent';
import { sanitize } from '../../lib/chatlio/sanitize';
import { chatlioFieldGroup, chatlioSchema } from '../../lib/xdm/schema/chatlioSchema';
import type { XdmSchema } from '../../lib/xdm/validate/xdmSchema';
import { validateRecord } from '../../lib/xdm/validate/validateRecord';
import { ChatlioToXdm } from '../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { documentedEvents, RECEIVED_AT } from '../harness/chatlioEvents';
import { SUITE_MS } from './fuzz.mts';
import { Registry, runNode } from '../harness/n8n';
import { resolvedWith } from '../harness/xdmSchema.mts';
import { documented } from '../payloads';
import { mutated } from './hostile/mutations';
import { json, jsonObject, text } from './hostile/values';
import { expectAccounted, expectHarmless, expectProblem } from './invariants';
import { fuzz } from './suite';

const registry = new Registry().add([new ChatlioToXdm()]);

const GROUP = 'https://ns.adobe.com/acme/mixins/1';
const schema = resolvedWith(
	chatlioSchema(GROUP, 'Chatlio'),
	GROUP,
	chatlioFieldGroup('acme'),
) as XdmSchema;

const received = fc
	.tuple(fc.constantFrom(...CHATLIO_EVENTS), mutated(Object.values(documented)))
	.map(([{ kind }, payload]) => parseEvent(kind, sanitize(payload), RECEIVED_AT));

const custom = fc.oneof(
	fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z]{0,8}$/), fc.oneof(json, text)),
	jsonObject,
	json,
);

const item = fc
	.oneof(
		{ arbitrary: received, weight: 4 },
		{ arbitrary: mutated(documentedEvents), weight: 6 },
		{ arbitrary: jsonObject, weight: 1 },
	)
	.chain((event) =>
		fc
			.option(custom, { nil: undefined })
			.map((added) => (added === undefined ? event : { ...(event as object), custom: added })),
	) as fc.Arbitrary<IDataObject>;

const keeping = fc.constantFrom('keep', 'leaveOut');

/** Settings that the panel offers. */
const chosen = fc.record({
	tenantId: fc.constant('acme'),
	visitorNamespace: fc.constantFrom('ChatlioVisitor', ''),
	email: fc.constantFrom('keep', 'leaveOut', 'hash'),
	ip: keeping,
	transcripts: fc.constantFrom('oneEvent', 'perMessage', 'whole'),
	options: fc.record(
		{
			keepCase: fc.boolean(),
			texts: keeping,
			name: keeping,
			traits: keeping,
			userNamespace: fc.constantFrom('', 'CRMID', 'ChatlioVisitor'),
			primary: fc.constantFrom('email,userId,visitorId', 'visitorId,email,userId'),
			recordField: fc.constantFrom('', 'xdm', '__proto__', 'a.b'),
			withoutIdentity: fc.constantFrom('keep', 'fail'),
			personalFields: keeping,
			customMisfits: fc.constantFrom('leaveOut', 'fail'),
			customFields: fc.record({
				field: fc.array(fc.record({ name: fc.oneof(text, fc.constant('score')), value: text }), {
					maxLength: 3,
				}),
			}),
		},
		{ requiredKeys: [] },
	),
}) as fc.Arbitrary<INodeParameters>;

const onError = fc.constantFrom<OnError>(
	'stopWorkflow',
	'continueErrorOutput',
	'continueRegularOutput',
);

const run = async (items: IDataObject[], parameters: INodeParameters, how: OnError) =>
	await runNode({
		registry,
		type: 'chatlioToXdm',
		parameters,
		input: items.map((each) => ({ json: each })),
		node: { onError: how },
	});

const bytesOf = ({ items }: { items: IDataObject[] }) => {
	try {
		return Buffer.byteLength(JSON.stringify(items));
	} catch {
		return 0;
	}
};

const isFailed = ({ json: { problem } }: INodeExecutionData) => problem !== undefined;

/** Returns a record without the custom fields, which the schema does not have. */
function withoutCustom(record: IDataObject): IDataObject {
	const chatlio = { ...(record._acme as { chatlio: IDataObject }).chatlio };
	delete chatlio.custom;
	return { ...record, _acme: { chatlio } };
}

function expectRecord(record: IDataObject, given: IDataObject) {
	const id = record._id as string;
	if (!/^chatlio-[0-9a-f]{64}$/.test(id)) {
		// Another node gave the event its own ID.
		expect(id).toBe(given.eventId);
		expect(id.length).toBeLessThanOrEqual(256);
	}
	expectHarmless(record, { depth: 20, nulls: false, keys: ['__proto__'] });
	expect(validateRecord(schema, withoutCustom(record))).toEqual({ violations: [], notChecked: [] });
}

interface Mapping {
	items: IDataObject[];
	parameters: INodeParameters;
	how: OnError;
}

it(
	'maps every event to a record that its schema allows, or names the field that makes it fail',
	async () => {
		await fuzz<Mapping>({
			name: 'Chatlio to XDM',
			share: 0.35,
			cases: fc.record({
				items: fc.array(item, { minLength: 1, maxLength: 3 }),
				parameters: chosen,
				how: onError,
			}),
			examples: [
				// Each text took 1.6 KB to see that it says too little to be searched for.
				{
					items: [{ ...documentedEvents[0], custom: { given: Array(17_000).fill('Ⰰ') } }],
					parameters: {
						tenantId: 'acme',
						options: { name: 'leaveOut', personalFields: 'leaveOut' },
					},
					how: 'continueRegularOutput',
				},
			],
			bytes: bytesOf,
			// JSON.parse alone takes 58 times the bytes of nothing but brackets, and a copy takes some more.
			mostMemory: 200,
			run: async ({ items, parameters, how }) => {
				const result = await run(items, parameters, how);
				expectAccounted(result, {
					items: items.length,
					many: parameters.transcripts === 'perMessage',
					errorOutput: how === 'continueErrorOutput',
				});
				const { recordField } = parameters.options as { recordField?: string };
				for (const output of result.output(0)) {
					if (isFailed(output)) {
						expectProblem(output.json.problem);
						continue;
					}
					const given = items[(output.pairedItem as { item: number }).item];
					const record = recordField ? output.json[recordField] : output.json;
					expectRecord(record as IDataObject, given);
				}
			},
		});
	},
	SUITE_MS,
);

/** Settings as expressions return them. */
const anySettings = fc.record(
	{
		tenantId: fc.oneof(fc.constant('acme'), json),
		visitorNamespace: fc.oneof(text, json),
		email: json,
		ip: json,
		transcripts: fc.oneof(fc.constantFrom('oneEvent', 'perMessage'), json),
		options: fc.record(
			{
				keepCase: json,
				texts: json,
				name: json,
				traits: json,
				userNamespace: json,
				primary: json,
				recordField: json,
				recordIds: json,
				withoutIdentity: json,
				personalFields: json,
				customMisfits: json,
				schema: json,
			},
			{ requiredKeys: [] },
		),
	},
	// n8n itself does not start a node whose required fields are empty.
	{ requiredKeys: ['tenantId'] },
);

/** Each parameter as an expression that finds its value in the item. */
const asExpressions = (settings: object): INodeParameters => {
	const read = (path: string) => `={{ $json.settings.${path} }}`;
	const { options = {}, ...plain } = settings as { options?: object };
	return {
		...Object.fromEntries(Object.keys(plain).map((name) => [name, read(name)])),
		options: Object.fromEntries(
			Object.keys(options).map((name) => [name, read(`options.${name}`)]),
		),
	};
};

it(
	'maps every item or says why not, whatever its expressions evaluate to',
	async () => {
		await fuzz({
			name: 'Chatlio to XDM, odd settings',
			share: 0.03,
			cases: fc.record({
				items: fc.array(item, { minLength: 1, maxLength: 2 }),
				anySettings,
				how: onError,
			}),
			run: async ({ items, anySettings: settings, how }) => {
				const withSettings = items.map((each) => ({ ...each, settings }) as IDataObject);
				const result = await run(withSettings, asExpressions(settings), how);
				expectAccounted(result, {
					items: items.length,
					many: true,
					errorOutput: how === 'continueErrorOutput',
				});
			},
		});
	},
	SUITE_MS,
);
