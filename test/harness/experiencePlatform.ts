import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { ADOBE, adobeRow } from './adobe';
import { loadOptionsContext, Registry, runNode } from './n8n';

export const platformNode = new AdobeExperiencePlatform();

export const platformRegistry = new Registry().add(
	[platformNode],
	[new AdobeExperiencePlatformApi()],
);

export interface OperationRun {
	resource: string;
	operation: string;
	parameters?: INodeParameters;
	/** Default: one empty item. */
	items?: IDataObject[];
	node?: Partial<INode>;
	/** Called with the running execution, so that a test can stop it. */
	started?: (stop: () => void) => void;
}

/** Runs an operation of the node Adobe Experience Platform at a server. */
export const runOperation = async (
	url: string,
	{ resource, operation, parameters, items = [{}], ...rest }: OperationRun,
) =>
	await runNode({
		registry: platformRegistry,
		type: 'adobeExperiencePlatform',
		parameters: { resource, operation, ...parameters },
		credentials: { [ADOBE]: adobeRow(url) },
		input: items.map((json) => ({ json })),
		...rest,
	});

/** The same, with what it returned; throws what the node threw. */
export async function results(url: string, run: OperationRun): Promise<IDataObject[]> {
	const { output, error } = await runOperation(url, run);
	if (error) throw Object.assign(new Error(error.message), error);
	return output().map(({ json }) => json);
}

/** What a list of the panel offers. */
export async function searchList(
	url: string,
	method: keyof AdobeExperiencePlatform['methods']['listSearch'],
	filter?: string,
	options: INodeParameters = {},
	cursor?: string,
) {
	const context = loadOptionsContext(
		platformRegistry,
		'adobeExperiencePlatform',
		{ resource: 'dataflow', operation: 'get', options },
		{ [ADOBE]: adobeRow(url) },
	);
	return await platformNode.methods.listSearch[method].call(context, filter, cursor);
}
