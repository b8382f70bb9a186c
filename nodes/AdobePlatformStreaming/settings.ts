import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { BATCH_MESSAGES, REQUEST_BYTES } from '../../lib/streaming/limits';
import type { DeliverySettings, RecordFormat } from '../../lib/streaming/types';
import type { Obstacle } from './obstacle';

export type NewDataflow = 'wait' | 'send' | 'setAside';

export type Target =
	| { kind: 'dataflow'; flowId: string }
	| {
			kind: 'endpoint';
			url: string;
			withCredential: boolean;
			flowId: string;
			datasetId: string;
			schemaId: string;
			organizationId: string;
	  };

/** The node's parameters as they apply to one item. */
export interface Settings {
	target: Target;
	/** `dataflow`: as the dataflow says. */
	format: RecordFormat | 'dataflow';
	newDataflow: NewDataflow;
	recordField: string;
	/** Empty: the credential's. */
	sandbox: string;
	timeoutMs: number;
	delivery: Omit<DeliverySettings, 'format' | 'batch'>;
	batchRawRecords: boolean;
}

interface Options {
	batchRawRecords?: boolean;
	batchSize?: number;
	newDataflow?: NewDataflow;
	parallelRequests?: number;
	recordField?: string;
	retrySeconds?: number;
	sandbox?: string;
	sourceName?: string;
	syncValidation?: boolean;
	timeoutSeconds?: number;
}

/** Attempts per record that get no definite answer. With the time budget, whichever ends first. */
const MAX_ATTEMPTS = 10;

/** The sandbox typed into the options; empty when the credential's is meant. */
export function chosenSandbox(context: ILoadOptionsFunctions): string {
	const { sandbox = '' } = context.getNodeParameter('options', {}) as Options;
	return sandbox.trim();
}

export function readSettings(context: IExecuteFunctions, itemIndex: number): Settings {
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	return {
		target: readTarget(context, itemIndex),
		format: context.getNodeParameter('recordFormat', itemIndex) as Settings['format'],
		newDataflow: options.newDataflow ?? 'wait',
		recordField: (options.recordField ?? '').trim(),
		sandbox: (options.sandbox ?? '').trim(),
		timeoutMs: (options.timeoutSeconds ?? 60) * 1000,
		batchRawRecords: options.batchRawRecords ?? false,
		delivery: {
			maxMessages: options.batchSize ?? BATCH_MESSAGES,
			maxBytes: REQUEST_BYTES,
			parallelRequests: options.parallelRequests ?? 4,
			syncValidation: options.syncValidation ?? false,
			retryBudgetMs: (options.retrySeconds ?? 300) * 1000,
			maxAttempts: MAX_ATTEMPTS,
			sourceName: (options.sourceName ?? 'n8n').trim(),
			profileLimit: true,
		},
	};
}

function readTarget(context: IExecuteFunctions, itemIndex: number): Target {
	const text = (name: string, options = {}) =>
		String(context.getNodeParameter(name, itemIndex, '', options) ?? '').trim();
	if (text('sendTo') === 'dataflow') {
		return { kind: 'dataflow', flowId: text('dataflow', { extractValue: true }) };
	}
	return {
		kind: 'endpoint',
		url: text('endpointUrl'),
		withCredential: text('authentication') === 'adobe',
		flowId: text('flowId'),
		datasetId: text('datasetId'),
		schemaId: text('schemaId'),
		organizationId: text('organizationId'),
	};
}

export interface Group {
	/** Or why they cannot be read for these items. */
	settings: Settings | Obstacle;
	/** Item indexes, in order. */
	items: number[];
}

/** The items that go the same way together. Settings without an expression are read once. */
export function groupItems(context: IExecuteFunctions, count: number): Group[] {
	const everyItem = Array.from({ length: count }, (_, index) => index);
	if (count === 0) return [];
	if (!JSON.stringify(context.getNode().parameters).includes('"=')) {
		return [{ settings: settingsOf(context, 0), items: everyItem }];
	}
	const groups = new Map<string, Group>();
	for (const index of everyItem) {
		const settings = settingsOf(context, index);
		const key = JSON.stringify(settings);
		const group = groups.get(key) ?? { settings, items: [] };
		group.items.push(index);
		groups.set(key, group);
	}
	return [...groups.values()];
}

/** With the error output on, n8n would hand the input on as delivered if an expression's fault were thrown. */
function settingsOf(context: IExecuteFunctions, itemIndex: number): Settings | Obstacle {
	try {
		return readSettings(context, itemIndex);
	} catch (error) {
		const advice = 'Correct the expression in the parameters of this node';
		return { reason: (error as Error).message, advice };
	}
}
