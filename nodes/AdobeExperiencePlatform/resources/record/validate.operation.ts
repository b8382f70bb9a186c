import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type NodeExecutionHint,
} from 'n8n-workflow';
import { toErrorOutput } from '../../../../lib/errorOutput';
import { panelText } from '../../../../lib/panelText';
import type { Findings, NotChecked } from '../../../../lib/xdm/validate/schema';
import { ACCOUNT, isTool, recordOf } from '../../../AdobePlatformStreaming/items';
import { schemaLocator } from '../../shared/locators';
import type { AllItemsContext, AllItemsOperation } from '../../shared/operation';
import { requiredTextOf, textOf } from '../../shared/parameters';
import { recordChecker, type ProfileRules } from './checker';

export const validate: AllItemsOperation = {
	value: 'validate',
	name: 'Validate',
	action: 'Validate records against a schema',
	description:
		'Check items against a schema without sending anything and without a rate limit, as Adobe’s synchronous validation does',
	properties: [
		schemaLocator,
		{
			displayName:
				'Valid items go on as they are. The others go to the error output where the node has one, with what is wrong under “delivery”; without one they go on with it. A pattern that only Adobe can check is named under “delivery” too.',
			name: 'whereTo',
			type: 'notice',
			default: '',
		},
	],
	options: [
		{
			displayName: 'Profile Rules',
			name: 'profileRules',
			type: 'options',
			default: 'whenEnabled',
			description:
				'What Profile leaves out without a word: events over 10 KB, unknown identity namespaces, not exactly one primary identity',
			options: [
				{ name: 'Always Check', value: 'always' },
				{ name: 'Check if Schema Is Enabled for Profile', value: 'whenEnabled' },
				{ name: 'Never Check', value: 'never' },
			],
		},
		{
			displayName: 'Record Field',
			name: 'recordField',
			type: 'string',
			default: '',
			placeholder: 'e.g. record',
			description: 'The field of each item that holds the record. Empty takes the whole item.',
		},
	],
	async runAll(context) {
		const check = recordChecker();
		const output: INodeExecutionData[] = [];
		const notChecked = new Map<string, NotChecked>();
		for (const item of context.input.keys()) {
			try {
				const findings = await findingsOf(context, item, check);
				for (const one of findings.notChecked) notChecked.set(`${one.field} ${one.why}`, one);
				output.push(outcome(context, item, findings));
			} catch (cause) {
				output.push(context.refuse(item, cause));
			}
		}
		for (const hint of hintsFor([...notChecked.values()])) context.n8n.addExecutionHints(hint);
		return output;
	},
};

async function findingsOf(
	{ n8n, input, open }: AllItemsContext,
	item: number,
	check: ReturnType<typeof recordChecker>,
): Promise<Findings> {
	const place = { n8n, item };
	const rules = (textOf(place, 'options.profileRules') || 'whenEnabled') as ProfileRules;
	const record = recordOf(input[item], textOf(place, 'options.recordField'), isTool(n8n.getNode()));
	const sent = asSent(record);
	if (sent === undefined) {
		throw new NodeOperationError(
			n8n.getNode(),
			'The item has no record that can be written as JSON',
			{
				description:
					'Correct the option Record Field, or make the item plain JSON: no circular references, no nesting thousands deep',
				itemIndex: item,
			},
		);
	}
	const schemaId = requiredTextOf(place, 'schema', 'Schema');
	return await check(await open(item), schemaId, rules, sent);
}

/** What would be sent: dates become text, what is undefined is left out. */
function asSent(record: unknown): unknown {
	try {
		const text = JSON.stringify(record) as string | undefined;
		return text === undefined ? undefined : JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Under the key that Adobe Platform Streaming leaves out, so that a corrected item can be sent as it is. */
function outcome(
	{ n8n, input }: AllItemsContext,
	item: number,
	{ violations, notChecked }: Findings,
): INodeExecutionData {
	const { json, binary } = input[item];
	const pairedItem = { item };
	const withBinary = binary && { binary };
	if (violations.length === 0) {
		// Without an earlier account, which is over now.
		const json = recordOf(input[item], '', isTool(n8n.getNode())) as IDataObject;
		const account = notChecked.length > 0 && { [ACCOUNT]: accountOf(notChecked) };
		return { json: { ...json, ...account }, pairedItem, ...withBinary };
	}
	const [{ field, rule, fix }] = violations;
	const reason = `The record does not fit its schema: ${field}: ${rule}`;
	const advice = violations.length === 1 ? fix : `${fix} ${violations.length - 1} more are listed.`;
	const account = {
		status: 'notValid',
		reason,
		advice,
		violations: violations.map((violation) => ({ ...violation })),
		...(notChecked.length > 0 && { notChecked: notChecked.map((one) => ({ ...one })) }),
	};
	const refused = { json: { ...json, [ACCOUNT]: account }, pairedItem, ...withBinary };
	const node = n8n.getNode();
	if (node.onError !== 'continueErrorOutput') return refused;
	const description = panelText(advice);
	const error = new NodeOperationError(node, panelText(reason), { description, itemIndex: item });
	return toErrorOutput(refused, error);
}

const ONLY_ADOBE =
	'Only Adobe checks it: send such a record with Validate Synchronously to see its answer.';

/** Of a record that fits, as far as can be told. */
function accountOf(notChecked: NotChecked[]): IDataObject {
	const [{ field, why }] = notChecked;
	return {
		status: 'notChecked',
		reason: `The pattern of ${field} was not checked: ${why}`,
		advice: ONLY_ADOBE,
		notChecked: notChecked.map((one) => ({ ...one })),
	};
}

/** How many fields a hint names. */
const NAMED = 3;

function hintsFor(notChecked: NotChecked[]): NodeExecutionHint[] {
	if (notChecked.length === 0) return [];
	const fields = notChecked.slice(0, NAMED).map(({ field, why }) => `${field} (${why})`);
	const more = notChecked.length - fields.length;
	const named = fields.join(', ') + (more > 0 ? ` and ${more} more` : '');
	const message = `The pattern of a field was not checked here: ${named}. ${ONLY_ADOBE}`;
	return [{ message: panelText(message), type: 'warning', location: 'outputPane' }];
}
