import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { readChatlioCredential } from '../../lib/chatlioServer/chatlioCredential';
import {
	asItem,
	isWidgetId,
	readConversations,
	toItems,
	type ChatlioGet,
	type ConversationQuery,
} from '../../lib/chatlioServer/conversations';
import { CHATLIO_RESPONSE_BYTES } from '../../lib/http/responseLimits';
import { alignKeys } from '../../lib/n8n/alignKeys';
import { failedItem } from '../../lib/n8n/failedItem';
import { CHATLIO_CREDENTIAL, sendToChatlio } from '../../lib/n8n/httpHelpers';
import { toNodeError } from '../../lib/n8n/nodeError';
import { emptyParameter } from '../../lib/n8n/nodeParameters';
import { readCredential } from '../../lib/n8n/readCredential';
import { fieldCount } from '../../lib/problem/parameterValue';
import { logProgrammingError } from '../../lib/problem/programmingError';
import { requestText } from '../../lib/problem/requestText';
import { serviceError } from '../../lib/problem/serviceError';
import { shorten } from '../../lib/problem/shorten';
import { toProblem } from '../../lib/problem/toProblem';

const TIMEOUT_MS = 30_000;

/** Sends one request per input item and links the results to it. */
export async function getConversations(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	const conversations: INodeExecutionData[] = [];
	for (const item of context.getInputData().keys()) {
		try {
			const query = readQuery(context, item);
			const body = await readConversations(await connectChatlio(context), query);
			const items = chosenItems(context, item, body);
			for (const json of items) {
				conversations.push({ json: json as IDataObject, pairedItem: { item } });
				output.push(conversations.at(-1)!);
			}
		} catch (cause) {
			output.push(fail(context, item, cause));
		}
	}
	alignKeys(conversations);
	return output;
}

function readQuery(context: IExecuteFunctions, item: number): ConversationQuery {
	const visitorData = context.getNodeParameter('visitorData', item) as boolean;
	if (context.getNodeParameter('widgets', item) === 'all') return { visitorData };
	const label = 'Widget ID';
	const widgetId = requestText(context.getNodeParameter('widgetId', item), label, 'id');
	if (isWidgetId(widgetId)) return { widgetId, visitorData };
	if (!widgetId) throw emptyParameter(context, 'widgetId', label);
	throw serviceError('chatlio.widgetIdInvalid', { value: shorten(widgetId) }, { field: label });
}

function chosenItems(context: IExecuteFunctions, item: number, body: unknown) {
	const { split = true } = context.getNodeParameter('options', item, {}) as { split?: boolean };
	if (!split) return [asItem(body)];
	const items = toItems(body);
	if (context.getNodeParameter('returnAll', item)) return items;
	return items.slice(0, fieldCount(context.getNodeParameter('limit', item, 50), 'Limit', 50));
}

async function connectChatlio(context: IExecuteFunctions): Promise<ChatlioGet> {
	const { apiUrl } = readChatlioCredential(await readCredential(context, CHATLIO_CREDENTIAL));
	return async (path) =>
		await sendToChatlio(context, {
			method: 'GET',
			url: `${apiUrl}${path}`,
			headers: {},
			timeoutMs: TIMEOUT_MS,
			maxResponseBytes: CHATLIO_RESPONSE_BYTES,
		});
}

/**
 * Creates a failed item.
 * @throws n8n's error if the node is set to stop
 */
function fail(context: IExecuteFunctions, item: number, cause: unknown): INodeExecutionData {
	logProgrammingError(context, cause);
	const problem = toProblem(cause, 'A parameter of this node');
	const node = context.getNode();
	if (!context.continueOnFail()) throw toNodeError(node, problem, item);
	return failedItem(node, context.getInputData()[item], item, problem);
}
