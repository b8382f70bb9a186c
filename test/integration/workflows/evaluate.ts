import {
	Workflow,
	type INodeExecutionData,
	type INodeParameters,
	type INodeTypes,
	type IWorkflowDataProxyAdditionalKeys,
} from 'n8n-workflow';

export type Item = Record<string, unknown>;

const noNodeTypes: INodeTypes = {
	getByName: () => {
		throw new Error('No node type is needed to evaluate an expression');
	},
	getByNameAndVersion: () => undefined as never,
	getKnownTypes: () => ({}),
};

/**
 * Evaluates an expression of a node as n8n does, for the first of the input items.
 * @param keys what else the expression can use, such as `$execution`
 */
export function evaluate(
	expression: string,
	input: Item[],
	keys: IWorkflowDataProxyAdditionalKeys = {},
): unknown {
	const node = {
		id: '1',
		name: 'Message',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [0, 0] as [number, number],
		parameters: {} as INodeParameters,
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: noNodeTypes,
	});
	const items: INodeExecutionData[] = input.map((json) => ({
		json: json as INodeExecutionData['json'],
	}));
	return workflow.expression.getParameterValue(
		expression,
		null,
		0,
		0,
		node.name,
		items,
		'manual',
		keys,
	);
}
