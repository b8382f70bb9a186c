import { NEW_DATAFLOW_MS } from '../streaming/limits';
import type { Dataflow } from './flowService';
import { PlatformRefusal } from './refusal';

/** What a sender needs to know about a streaming dataflow. */
export interface StreamingEndpoint {
	flowId: string;
	name: string;
	state: string;
	inletUrl: string;
	/** For senders that cannot set headers, such as webhooks. */
	url: string;
	/** For senders that can, beside the inlet URL. */
	headers: Record<string, string>;
	authenticated: boolean;
	format?: string;
	/** ISO 8601; before, Adobe may lose what it accepts. */
	readyAt: string;
}

/** ISO 8601, when Adobe no longer loses what it accepts. @param changedAt in ms since 1970 */
export const readyAt = (changedAt: number) => new Date(changedAt + NEW_DATAFLOW_MS).toISOString();

/**
 * Where and how to send to a dataflow.
 * Sources: "Create a streaming connection using the HTTP API", "Create a Chatlio source connection" (the finished URL),
 * "Streaming ingestion troubleshooting" (the headers of an authenticated inlet).
 * @throws PlatformRefusal for a dataflow that does not stream
 */
export function streamingEndpoint(dataflow: Dataflow): StreamingEndpoint {
	const { id: flowId, name, state, inletUrl, authenticated, format, changedAt } = dataflow;
	if (!inletUrl) {
		throw new PlatformRefusal({
			message: `The dataflow "${name}" has no streaming endpoint`,
			description: 'Choose the dataflow of an HTTP API source or of a webhook source.',
			status: 0,
		});
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
