import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { failedItem, VALIDATION } from '../../../../lib/n8n/failedItem';
import { isTool, ownFields, recordOf } from '../../../../lib/n8n/itemRecord';
import { panelText } from '../../../../lib/n8n/panelText';
import type { Findings, NotChecked } from '../../../../lib/xdm/validate/xdmSchema';
import { createProblem } from '../../../../lib/problem/problem';
import { ServiceError, serviceError } from '../../../../lib/problem/serviceError';
import { nullsNotice, toSentForm } from '../../../../lib/streaming/sentForm';
import { shorten } from '../../../../lib/problem/shorten';
import { schemaLocator } from '../../../../lib/n8n/locators';
import type { AllItemsContext, AllItemsOperation } from '../../shared/operation';
import { schemaIdOf, textOf } from '../../shared/parameters';
import { recordChecker, type ProfileRules } from './recordChecker';

export const validate: AllItemsOperation = {
	value: 'validate',
	name: 'Validate',
	action: 'Validate records against a schema',
	description:
		'Check items against a schema as Adobe’s synchronous validation does, without sending them and without its rate limit',
	properties: [
		schemaLocator,
		{
			displayName:
				'Valid items pass unchanged. Invalid items get the field “problem” and go to the error output, or pass with it if the node has no error output. The field “validation” names patterns that only Adobe can check.',
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
				'Whether to check for what Profile drops without notice: events over 10 KB, unknown identity namespaces, and records without exactly one primary identity',
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
			description:
				'The field of each item that contains the record. If empty, the whole item is the record.',
		},
	],
	async runAll(context) {
		const check = recordChecker();
		const output: INodeExecutionData[] = [];
		const notChecked = new Map<string, NotChecked>();
		let withNulls = 0;
		for (const item of context.input.keys()) {
			try {
				const findings = await findingsOf(context, item, check);
				for (const each of findings.notChecked) notChecked.set(`${each.field} ${each.why}`, each);
				if (findings.nullsDropped > 0) withNulls += 1;
				output.push(outputItem(context, item, findings));
			} catch (cause) {
				output.push(context.fail(item, cause));
			}
		}
		const messages = notCheckedNotice([...notChecked.values()]);
		if (withNulls > 0) messages.push(`Checked as they are sent. ${nullsNotice(withNulls)}`);
		for (const message of messages) {
			context.n8n.addExecutionHints({
				message: panelText(message),
				type: 'warning',
				location: 'outputPane',
			});
		}
		return output;
	},
};

async function findingsOf(
	{ n8n, input, connect }: AllItemsContext,
	item: number,
	check: ReturnType<typeof recordChecker>,
): Promise<Findings & { nullsDropped: number }> {
	const parameterContext = { n8n, item };
	const rules = (textOf(parameterContext, 'options.profileRules') || 'whenEnabled') as ProfileRules;
	const record = recordOf(
		input[item],
		textOf(parameterContext, 'options.recordField'),
		isTool(n8n.getNode()),
	);
	if (record === undefined) throw serviceError('record.notJson', {});
	const form = toSentForm(record, { dropNulls: true });
	if ('problem' in form) throw new ServiceError(form.problem);
	const { value, nullsDropped } = form;
	const schemaId = schemaIdOf(parameterContext);
	return { ...(await check(await connect(item), schemaId, rules, value)), nullsDropped };
}

/** Creates the output item. A record that does not match is an outcome, not a reason to stop the node. */
function outputItem(
	{ n8n, input }: AllItemsContext,
	item: number,
	findings: Findings,
): INodeExecutionData {
	const { notChecked } = findings;
	const violations = findings.violations.map((each) => ({
		...each,
		rule: shorten(each.rule, LONGEST_RULE),
	}));
	const node = n8n.getNode();
	const validation = notChecked.length > 0 && { [VALIDATION]: validationOf(notChecked) };
	if (violations.length === 0) {
		const json = ownFields(input[item], isTool(node));
		const { binary } = input[item];
		return {
			json: { ...json, ...validation },
			pairedItem: { item },
			...(binary && { binary }),
		};
	}
	const [{ field, rule, fix }] = violations;
	const more = violations.length - 1;
	const advice = more === 0 ? fix : `${fix} ${more} more ${more === 1 ? 'is' : 'are'} listed.`;
	const problem = createProblem(
		'record.schemaMismatch',
		{ field, rule, advice },
		{ field, violations },
	);
	return failedItem(node, input[item], item, problem, { more: validation || {} });
}

const ONLY_ADOBE =
	'Only Adobe checks it: send such a record with Options > Validate Synchronously to see its answer.';

/** Returns the note for a record that matches as far as it could be checked. */
const validationOf = (notChecked: NotChecked[]): IDataObject => ({
	notChecked: notChecked.map((each) => ({ ...each })),
	advice: ONLY_ADOBE,
});

/** Longest rule that an item carries, in characters: it repeats the value, which can be of any length. */
const LONGEST_RULE = 500;

/** Number of fields that a hint names. */
const NAMED = 3;

function notCheckedNotice(notChecked: NotChecked[]): string[] {
	if (notChecked.length === 0) return [];
	const fields = notChecked.slice(0, NAMED).map(({ field, why }) => `${field} (${why})`);
	const more = notChecked.length - fields.length;
	const fieldNames = fields.join(', ') + (more > 0 ? ` and ${more} more` : '');
	return [`The pattern of a field was not checked here: ${fieldNames}. ${ONLY_ADOBE}`];
}
