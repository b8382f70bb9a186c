import { isRecord } from '../http/isRecord';
import { pathSegment } from '../http/pathSegment';
import type { HttpReply } from '../http/httpReply';
import { ServiceError, serviceError } from '../problem/serviceError';
import { chatlioProblem, noConversations } from './chatlioProblem';

/** Sends a GET request for a path of Chatlio's server API; every status is a reply, and nothing is thrown. */
export type ChatlioGet = (path: string) => Promise<HttpReply>;

export type Json = Record<string, unknown>;

/** Chatlio's name for all widgets of the account. Source: chatlio.com/docs/api-server-v1. */
const ALL_WIDGETS = 'all';

/** Path of the credential test: it needs nothing but the key. */
export const CONVERSATIONS_PATH = `/v1/api/chat_endpoints/${ALL_WIDGETS}/conversation_summary`;

/** The characters cannot lead to another path. */
const WIDGET_ID = /^[\w-]{1,100}$/;

export const isWidgetId = (text: string) => WIDGET_ID.test(text);

export interface ConversationQuery {
	/** `widgetid` in the embed code; absent for all widgets of the account. */
	widgetId?: string;
	/** Adds Chatlio's data about each visitor. */
	visitorData: boolean;
}

/**
 * Reads the current conversations as Chatlio returns them: its documentation does not show the body.
 * @throws ServiceError
 */
export async function readConversations(
	get: ChatlioGet,
	{ widgetId, visitorData }: ConversationQuery,
): Promise<unknown> {
	const path = CONVERSATIONS_PATH.replace(
		`/${ALL_WIDGETS}/`,
		`/${pathSegment(widgetId ?? ALL_WIDGETS)}/`,
	);
	const reply = await get(visitorData ? `${path}?visitor_data=true` : path);
	if (reply.kind !== 'reply' || reply.status < 200 || reply.status >= 300) {
		throw new ServiceError(chatlioProblem(reply, widgetId !== undefined));
	}
	const { status, body } = reply;
	if (typeof body === 'string') {
		throw serviceError('chatlio.unexpectedResponse', {}, { status });
	}
	if (isRejection(body)) throw new ServiceError(noConversations(status, body));
	return body;
}

/** n8n would treat such an item as an error of the node, without any advice. */
const isRejection = (body: unknown) =>
	isRecord(body) && Boolean(body.error) && !Object.values(body).some(Array.isArray);

/**
 * Converts the response to items: one per element of a list, or of the only list in an object; anything else is one
 * item. Chatlio's language writes `null` for an empty list.
 */
export function toItems(body: unknown): Json[] {
	if (body === null || body === undefined) return [];
	if (Array.isArray(body)) return body.map(asItem);
	const lists = Object.values(body).filter(Array.isArray);
	return lists.length === 1 ? lists[0].map(asItem) : [asItem(body)];
}

/**
 * Wraps a value that is not an object in a field, because an item must be one; also an object that n8n would treat as a
 * failed item.
 */
export const asItem = (value: unknown): Json =>
	isRecord(value) && !isErrorToN8n(value) ? value : { value };

/** n8n moves an item that has only these fields to the error output (n8n-core, handleNodeErrorOutput). */
const ERROR_FIELDS = ['error', 'message', 'details'];

const isErrorToN8n = (value: Json) =>
	Boolean(value.error) && Object.keys(value).every((name) => ERROR_FIELDS.includes(name));
