import { listFlows, type FlowFilter } from '../../../../lib/platform/services/flowList';
import { mappingOf, stateOf, summaryOf } from '../../../../lib/platform/services/flowService';
import { readyAt } from '../../../../lib/platform/services/streamingEndpoint';
import { fieldChoice, fieldText } from '../../../../lib/problem/parameterValue';
import type { ItemOperation, OperationContext } from '../../shared/operation';
import { collectionOf } from '../../shared/parameters';
import {
	filters,
	isSimplified,
	limitOf,
	returnAllAndLimit,
	simplify,
} from '../../shared/common.properties';

const STATES = ['disabled', 'draft', 'enabled'];

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many dataflows',
	description: 'Get the dataflows of the sandbox, sorted by name',
	properties: [
		...returnAllAndLimit,
		filters([
			{
				displayName: 'Name',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. Chatlio',
				description: 'Part of the name or the ID, in uppercase or lowercase',
			},
			{
				displayName: 'State',
				name: 'state',
				type: 'options',
				default: 'enabled',
				options: [
					{ name: 'Disabled', value: 'disabled' },
					{ name: 'Draft', value: 'draft' },
					{ name: 'Enabled', value: 'enabled' },
				],
			},
			{
				displayName: 'Streaming Only',
				name: 'streamingOnly',
				type: 'boolean',
				default: true,
				description: 'Whether to leave out dataflows that have no inlet',
			},
		]),
		simplify,
	],
	async run(context) {
		const flows = await listFlows(context.platform.call, filterOf(context), limitOf(context));
		if (!isSimplified(context)) return flows;
		return flows.map((flow) => {
			const { changedAt } = stateOf(flow);
			return {
				...summaryOf(flow),
				mappingSetId: mappingOf(flow)?.mappingId,
				changedAt: new Date(changedAt).toISOString(),
				readyAt: readyAt(changedAt),
			};
		});
	},
};

function filterOf(context: OperationContext): FlowFilter {
	const { search, state, streamingOnly } = collectionOf<FlowFilter>(context, 'filters');
	return {
		search: fieldText(search, 'Name'),
		state: state ? fieldChoice(state, 'State', STATES) : undefined,
		streamingOnly,
	};
}
