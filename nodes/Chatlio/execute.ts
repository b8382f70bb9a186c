import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';
import { CHATLIO_ANSWER_BYTES } from '../../lib/answerLimits';
import { readChatlioAccess } from '../../lib/chatlioServer/access';
import {
	asItem,
	isWidgetId,
	readConversations,
	toItems,
	type ChatlioGet,
	type ConversationQuery,
} from '../../lib/chatlioServer/conversations';
import { ChatlioRefusal } from '../../lib/chatlioServer/refusal';
import { toErrorOutput } from '../../lib/errorOutput';
import { logFault, sentenceOf } from '../../lib/fault';
import { fieldText } from '../../lib/fieldValue';
import { CHATLIO_CREDENTIAL, sendToChatlio } from '../../lib/http';
import { panelText } from '../../lib/panelText';
import { shortened } from '../../lib/shortened';

const TIMEOUT_MS = 30_000;

/** Where an item that was refused says why. */
const ACCOUNT = 'refusal';

/** Asks once per input item; what comes back is linked to it. */
export async function getConversations(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (const item of context.getInputData().keys()) {
		try {
			const query = readQuery(context, item);
			const body = await readConversations(await getter(context), query);
			const items = chosenItems(context, item, body);
			for (const json of items) output.push({ json: json as IDataObject, pairedItem: { item } });
		} catch (cause) {
			output.push(refusedItem(context, item, cause as Error));
		}
	}
	return output;
}

function readQuery(context: IExecuteFunctions, item: number): ConversationQuery {
	const visitorData = context.getNodeParameter('visitorData', item) as boolean;
	if (context.getNodeParameter('widgets', item) === 'all') return { visitorData };
	const widgetId = fieldText(context.getNodeParameter('widgetId', item), 'Widget ID');
	if (isWidgetId(widgetId)) return { widgetId, visitorData };
	throw new ChatlioRefusal(
		widgetId ? `"${shortened(widgetId)}" is no widget ID` : 'The field Widget ID is empty',
		'Copy it out of the embed code on your site: <chatlio-widget widgetid="…">',
	);
}

function chosenItems(context: IExecuteFunctions, item: number, body: unknown) {
	const { split = true } = context.getNodeParameter('options', item, {}) as { split?: boolean };
	if (!split) return [asItem(body)];
	const items = toItems(body);
	if (context.getNodeParameter('returnAll', item)) return items;
	return items.slice(0, context.getNodeParameter('limit', item) as number);
}

async function getter(context: IExecuteFunctions): Promise<ChatlioGet> {
	const { apiUrl } = readChatlioAccess(await context.getCredentials(CHATLIO_CREDENTIAL));
	return async (path) =>
		await sendToChatlio(context, {
			method: 'GET',
			url: `${apiUrl}${path}`,
			headers: {},
			timeoutMs: TIMEOUT_MS,
			maxAnswerBytes: CHATLIO_ANSWER_BYTES,
		});
}

/** The item as it came, with what was wrong; on its way to the error output where the node has one. */
function refusedItem(context: IExecuteFunctions, item: number, cause: Error): INodeExecutionData {
	const { advice, status } = refusalIn(cause);
	const node = context.getNode();
	logFault(context, cause);
	const reason = sentenceOf(cause, 'A parameter of this node has another form than expected');
	const message = panelText(reason);
	const details = { message, description: panelText(advice), itemIndex: item };
	const error = status
		? new NodeApiError(node, { message } as JsonObject, {
				...details,
				httpCode: String(status),
			})
		: new NodeOperationError(node, message, details);
	if (!context.continueOnFail()) throw error;
	const { json, binary } = context.getInputData()[item];
	const refused: INodeExecutionData = {
		json: { ...json, [ACCOUNT]: { reason, advice, ...(status && { status }) } },
		pairedItem: { item },
		...(binary && { binary }),
	};
	return node.onError === 'continueErrorOutput' ? toErrorOutput(refused, error) : refused;
}

/** What is no refusal comes from n8n: an expression, or a credential that is gone. */
function refusalIn(cause: Error): Pick<ChatlioRefusal, 'advice' | 'status'> {
	if (cause instanceof ChatlioRefusal) return cause;
	return { advice: 'Check the parameters and the credential of this node' };
}
