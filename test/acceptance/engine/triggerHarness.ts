import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ChatlioWebhookApi } from '../../../credentials/ChatlioWebhookApi.credentials';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import type { ChatlioEventKind } from '../../../lib/chatlio/chatlioEvent';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ChatlioTrigger } from '../../../nodes/ChatlioTrigger/ChatlioTrigger.node';
import { Registry, runNode, webhookContext, type IncomingRequest } from '../../harness/n8n';

const trigger = new ChatlioTrigger();
const registry = new Registry().add([trigger, new ChatlioToXdm()], [new ChatlioWebhookApi()]);

/** The response of a posting, the items that it starts with, and the lines that it writes to n8n's log. */
export interface Posted {
	status: number;
	body?: unknown;
	items: IDataObject[];
	warnings: string[];
}

/** Posts JSON text to the trigger's URL of an event, parsed as n8n parses it. */
export async function post(
	kind: ChatlioEventKind,
	body: string | object,
	options: INodeParameters = {},
	request: Partial<IncomingRequest> = {},
): Promise<Posted> {
	const { path } = CHATLIO_EVENTS.find((event) => event.kind === kind)!;
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const { context, sent } = webhookContext(
		registry,
		'chatlioTrigger',
		{ options },
		{
			path: `/webhook/b7c9/${path}`,
			body: JSON.parse(text) as unknown,
			rawBody: Buffer.from(text),
			headers: { 'content-type': 'application/json' },
			...request,
		},
	);
	const warn = jest.spyOn(context.logger, 'warn').mockImplementation(() => {});
	try {
		const result = await trigger.webhook.call(context);
		return {
			status: sent.status ?? 200,
			body: sent.body,
			items: result.workflowData?.flat().map(({ json }) => json) ?? [],
			warnings: warn.mock.calls.map(([message]) => String(message)),
		};
	} finally {
		warn.mockRestore();
	}
}

/** Returns the trigger's only item for a posting. */
export async function itemOf(
	kind: ChatlioEventKind,
	body: string | object,
	options: INodeParameters = {},
): Promise<IDataObject> {
	const { items, body: answer } = await post(kind, body, options);
	if (items.length !== 1) throw new Error(`No item, but ${JSON.stringify(answer)}`);
	return items[0];
}

/** A record, with the parts that tests read. */
export type MappedRecord = IDataObject & {
	_id: string;
	identityMap?: { [namespace: string]: Array<{ id: string; primary: boolean }> };
	environment?: { ipV4?: string; ipV6?: string };
	_acme: { chatlio: IDataObject & { visitor?: IDataObject & { traits?: IDataObject } } };
};

/** Maps an item in n8n's engine; returns its record and the hints above the output. */
export async function mapItem(
	item: IDataObject,
	parameters: INodeParameters = {},
): Promise<{ record: MappedRecord; hints: string[] }> {
	const result = await runNode({
		registry,
		type: 'chatlioToXdm',
		parameters: { tenantId: 'acme', ...parameters },
		// As it reaches a node: written to JSON and read again.
		input: [{ json: JSON.parse(JSON.stringify(item)) as IDataObject }],
	});
	if (result.error) throw result.error;
	return {
		record: result.output(0)[0].json as MappedRecord,
		hints: result.hints,
	};
}
