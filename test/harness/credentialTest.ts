import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestRequest,
	type INode,
	type INodeType,
} from 'n8n-workflow';
import { additionalData, type Registry } from './n8n';

const NO_OP = 'n8n-nodes-base.noOp';

/**
 * Tests a credential whose `test` is a request as n8n does when someone presses Test: with its own routing engine, and
 * the same way of finding the words (n8n, credentials-tester.service, runRequestTest).
 */
export async function testCredential(
	registry: Registry,
	name: string,
	data: ICredentialDataDecryptedObject,
): Promise<{ status: 'OK' | 'Error'; message: string }> {
	const type = registry.credentialTypes[name];
	const declared = Object.fromEntries(
		type.properties.map((property) => [property.name, property.default]),
	) as ICredentialDataDecryptedObject;
	const credential: ICredentialsDecrypted = {
		id: '1',
		name,
		type: name,
		data: { ...declared, ...data },
	};
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: NO_OP,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [name]: { id: '1', name } },
	};
	const nodeType = {
		description: {
			displayName: 'Temp',
			name: NO_OP,
			group: [],
			version: 1,
			description: '',
			defaults: {},
			inputs: [],
			outputs: [],
			credentials: [{ name, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: type.test!.request },
				},
			],
		},
	} as unknown as INodeType;
	const nodeTypes = { ...registry, getByName: () => nodeType, getByNameAndVersion: () => nodeType };
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: { ...nodeTypes, getKnownTypes: () => ({}) },
	});
	const context = new ExecuteContext(
		workflow,
		workflow.getNode('Temp-Node')!,
		additionalData(registry, { [name]: credential.data! }),
		'internal',
		createRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	try {
		await new RoutingNode(context, nodeType, credential).runNode();
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return { status: 'Error', message: messageOf(error as TestError, type.test!.rules) };
	}
}

interface TestError {
	message: string;
	cause?: { code?: string; response?: { status?: number; statusText?: string } };
}

function messageOf({ cause, message }: TestError, rules: ICredentialTestRequest['rules'] = []) {
	const response = cause?.response;
	if (!response) return cause?.code ?? message;
	const { status, statusText } = response;
	const rule = rules.find(
		({ type, properties }) => type === 'responseCode' && properties.value === status,
	);
	if (rule) return rule.properties.message;
	// A response without a status is data that an error of ours carries.
	const isRejection = status !== undefined && (status < 199 || status > 299);
	return isRejection ? statusText || `Received HTTP status code: ${status}` : message;
}
