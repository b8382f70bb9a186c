import { isRecord } from '../chatlio/values';
import { pathSegment } from '../pathSegment';
import type { InletReply } from '../streaming/types';
import { notGranted, notJson, refusalOf } from './refusal';

/** Sends a GET for a path of Chatlio's server API; every status is a reply, and nothing is thrown. */
export type ChatlioGet = (path: string) => Promise<InletReply>;

export type Json = Record<string, unknown>;

/** Chatlio's word for every widget of the account. Source: chatlio.com/docs/api-server-v1. */
const ALL_WIDGETS = 'all';

/** What is asked for first with every credential: it needs nothing but the key. */
export const CONVERSATIONS_PATH = `/v1/api/chat_endpoints/${ALL_WIDGETS}/conversation_summary`;

/** Nothing in it may lead to another path. */
const WIDGET_ID = /^[\w-]{1,100}$/;

export const isWidgetId = (text: string) => WIDGET_ID.test(text);

export interface ConversationQuery {
	/** `widgetid` of the embed code; absent for all widgets of the account. */
	widgetId?: string;
	/** Adds what Chatlio knows of each visitor. */
	visitorData: boolean;
}

/**
 * The conversations under way, as Chatlio answers: its pages do not show the body.
 * @throws ChatlioRefusal
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
		throw refusalOf(reply, widgetId !== undefined);
	}
	if (typeof reply.body === 'string') throw notJson(reply.status);
	if (isRefusal(reply.body)) throw notGranted(reply.status, reply.body);
	return reply.body;
}

/** n8n would take such an item for an error of the node, without a word on what to do. */
const isRefusal = (body: unknown) =>
	isRecord(body) && Boolean(body.error) && !Object.values(body).some(Array.isArray);

/**
 * The answer as items: one per element of a list, or of the one list in an object; anything else is one item.
 * Chatlio's language writes `null` for an empty list.
 */
export function toItems(body: unknown): Json[] {
	if (body === null || body === undefined) return [];
	if (Array.isArray(body)) return body.map(asItem);
	const lists = Object.values(body).filter(Array.isArray);
	return lists.length === 1 ? lists[0].map(asItem) : [asItem(body)];
}

/** A value that is no object gets a field of its own: an item is one. So does what n8n would take for a failed item. */
export const asItem = (value: unknown): Json =>
	isRecord(value) && !isErrorToN8n(value) ? value : { value };

/** n8n moves an item with nothing but these to the error output (n8n-core, handleNodeErrorOutput). */
const ERROR_FIELDS = ['error', 'message', 'details'];

const isErrorToN8n = (value: Json) =>
	Boolean(value.error) && Object.keys(value).every((name) => ERROR_FIELDS.includes(name));
