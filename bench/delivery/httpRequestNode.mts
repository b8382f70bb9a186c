import { ENVELOPE } from './deliveringNode.mts';

/** Pace of the built-in node's requests. */
export interface Pace {
	/** Items per batch, and the pause between batches in ms; without them, everything is sent at once. */
	batchSize?: number;
	batchInterval?: number;
}

/**
 * n8n's HTTP Request node, which sends each item in its own request, with the settings that a user would choose for the
 * same inlet.
 */
export const httpRequestNode = (url: string, { batchSize, batchInterval }: Pace) => ({
	name: 'Post',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	// Setting of a user who does not want one rejected record to stop the others.
	onError: 'continueRegularOutput' as const,
	parameters: {
		method: 'POST',
		url,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: `=${ENVELOPE.before}{{ JSON.stringify($json) }}${ENVELOPE.after}`,
		options: batchSize ? { batching: { batch: { batchSize, batchInterval } } } : {},
	},
});
