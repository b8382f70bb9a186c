import { ENVELOPE } from './deliveringNode.mts';

/** How the built-in node goes about its requests. */
export interface Pace {
	/** Items a batch, and the pause between batches in ms; without, everything goes at once. */
	batchSize?: number;
	batchInterval?: number;
}

/** n8n's HTTP Request node sending each item as a request of its own, by what a person would set for the same inlet. */
export const httpRequestNode = (url: string, { batchSize, batchInterval }: Pace) => ({
	name: 'Post',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	// As a person sets it who does not want one refused record to keep the others.
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
