import type { Dataflow } from './flowService';
import { serviceError } from '../../problem/serviceError';

/**
 * Milliseconds after a change during which a dataflow may lose data. Source: Adobe, "Create a streaming connection
 * using the HTTP API".
 */
export const NEW_DATAFLOW_MS = 300_000;

/** Everything a sender needs to know about a streaming dataflow. */
export interface StreamingEndpoint {
	flowId: string;
	name: string;
	state: string;
	inletUrl: string;
	/** For senders that cannot set headers, such as webhooks. */
	url: string;
	/** For senders that can, in addition to the inlet URL. */
	headers: Record<string, string>;
	authenticated: boolean;
	format?: string;
	/** ISO 8601; before this time, Adobe may lose what it accepts. */
	readyAt: string;
}

/**
 * Returns the time from which Adobe no longer loses what it accepts, ISO 8601.
 * @param changedAt in ms since 1970
 */
export const readyAt = (changedAt: number) => new Date(changedAt + NEW_DATAFLOW_MS).toISOString();

/**
 * Returns the URL and headers to use for a dataflow. Sources: "Create a streaming connection using the HTTP API",
 * "Create a Chatlio source connection" (the complete URL), "Streaming ingestion troubleshooting" (the headers of an
 * authenticated inlet).
 * @throws ServiceError for a dataflow that does not stream
 */
export function streamingEndpoint(dataflow: Dataflow): StreamingEndpoint {
	const { id: flowId, name, state, inletUrl, authenticated, format, changedAt } = dataflow;
	if (!inletUrl) {
		throw serviceError('dataflow.noStreamingEndpoint', { name });
	}
	return {
		flowId,
		name,
		state,
		inletUrl,
		url: `${inletUrl}?x-adobe-flow-id=${encodeURIComponent(flowId)}`,
		headers: {
			'Content-Type': 'application/json',
			'x-adobe-flow-id': flowId,
			...(authenticated && {
				Authorization: 'Bearer {ACCESS_TOKEN}',
				'x-gw-ims-org-id': dataflow.organizationId ?? '{ORGANIZATION_ID}',
				'x-sandbox-name': dataflow.sandbox ?? '{SANDBOX}',
			}),
		},
		authenticated,
		format,
		readyAt: readyAt(changedAt),
	};
}
