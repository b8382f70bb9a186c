import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Problem } from '../../lib/problem/problem';
import { adobeRegistry, event } from './adobe';
import { runNode, type CredentialRows } from './n8n';
import type { SeenRequest, StubAnswer } from './stubServer.mts';

const registry = adobeRegistry();

/** The outcome of one record, as the node reports it. */
export interface Outcome {
	/** `_id` of the record. */
	id: string;
	status: string;
	attempts: number;
	httpStatus?: number;
	problem?: Problem;
}

export interface Sent {
	outcomes: Outcome[];
	hints: string[];
	/** Progress lines. */
	told: string[];
}

/**
 * Sends records through n8n's execution engine to an inlet that needs no token, in XDM, with an error output.
 * @param records their number, or the records themselves
 * @param credentials for an inlet that needs a token after all
 */
export async function sendTo(
	url: string,
	records: number | object[],
	options: INodeParameters = {},
	parameters: INodeParameters = {},
	credentials: CredentialRows = {},
): Promise<Sent> {
	const list =
		typeof records === 'number'
			? Array.from({ length: records }, (_, index) => event(`record-${index}`))
			: records;
	const told: string[] = [];
	const { output, error, hints } = await runNode({
		registry,
		type: 'adobePlatformStreaming',
		parameters: {
			sendTo: 'endpoint',
			endpointUrl: `${url}/collection/a1`,
			authentication: 'none',
			recordFormat: 'xdm',
			flowId: 'f2ae0194-8bd8-4a40-a4d9-f07bdc3e6ce2',
			datasetId: '5ef4551c52e054191a61f99f',
			schemaId: 'https://ns.adobe.com/acme/schemas/abc',
			organizationId: 'ACME@AdobeOrg',
			options,
			...parameters,
		},
		credentials,
		input: list.map((json) => ({ json: json as IDataObject })),
		node: { onError: 'continueErrorOutput' } as Partial<INode>,
		told: (text) => told.push(text),
	});
	if (error) throw error;
	const items = [...output(0), ...output(1)];
	if (items.length !== list.length) throw new Error(`${items.length} items for ${list.length}`);
	return { outcomes: items.map(outcomeOf), hints, told };
}

function outcomeOf({ json }: INodeExecutionData): Outcome {
	const { problem, delivery, ...record } = json;
	const xdmEntity = (record.body as IDataObject | undefined)?.xdmEntity ?? record;
	return {
		id: String((xdmEntity as IDataObject)._id),
		...(delivery as object),
		...(problem ? { problem } : {}),
	} as Outcome;
}

/** The messages that a request carries. */
export function messagesIn({ url, body }: SeenRequest): IDataObject[] {
	const parsed = JSON.parse(body) as IDataObject;
	return url.includes('/batch/') ? (parsed.messages as IDataObject[]) : [parsed];
}

/** An inlet's answer when it accepts everything. */
export function acceptedAnswer(request: SeenRequest): StubAnswer {
	if (!request.url.includes('/batch/')) return { body: { xactionId: '1584479347507:2153:240' } };
	const responses = messagesIn(request).map((_, index) => ({
		xactionId: `9341f8eb-494a-4c89-9879-4d06a58d2dc7-${index}`,
	}));
	return { status: 207, body: { responses } };
}
