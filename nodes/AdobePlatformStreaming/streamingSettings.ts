import type { IExecuteFunctions } from 'n8n-workflow';
import { chosenSandbox } from '../../lib/n8n/chosenSandbox';
import { fieldNumber, fieldText } from '../../lib/problem/parameterValue';
import { BATCH_MESSAGES, REQUEST_BYTES } from '../../lib/streaming/inletLimits';
import type { DeliverySettings, RecordFormat } from '../../lib/streaming/deliveryTypes';
import type { Problem } from '../../lib/problem/problem';
import { serviceError } from '../../lib/problem/serviceError';
import { toProblem } from '../../lib/problem/toProblem';

export type NewDataflow = 'wait' | 'send' | 'doNotSend';

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

/** The node's parameters, resolved for one item. */
export interface Settings {
	target: Target;
	/** `dataflow`: use the format of the dataflow. */
	format: RecordFormat | 'dataflow';
	newDataflow: NewDataflow;
	recordField: string;
	/** Empty means the credential's. */
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
	sandbox?: unknown;
	sourceName?: string;
	syncValidation?: boolean;
	timeoutSeconds?: number;
}

/**
 * Attempts per record without a definite answer. The retries end at this number or with the time budget, whichever
 * comes first.
 */
const MAX_ATTEMPTS = 10;

export function readSettings(context: IExecuteFunctions, itemIndex: number): Settings {
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	return {
		target: readTarget(context, itemIndex),
		format: readFormat(context.getNodeParameter('recordFormat', itemIndex)),
		newDataflow: options.newDataflow ?? 'wait',
		recordField: fieldText(options.recordField, 'Record Field'),
		sandbox: chosenSandbox(options),
		timeoutMs: fieldNumber(options.timeoutSeconds, 'Timeout (Seconds)', 60) * 1000,
		batchRawRecords: options.batchRawRecords ?? false,
		delivery: {
			maxMessages: fieldNumber(options.batchSize, 'Batch Size', BATCH_MESSAGES),
			maxBytes: REQUEST_BYTES,
			parallelRequests: fieldNumber(options.parallelRequests, 'Parallel Requests', 4),
			syncValidation: options.syncValidation ?? false,
			retryBudgetMs: fieldNumber(options.retrySeconds, 'Retry For (Seconds)', 300) * 1000,
			maxAttempts: MAX_ATTEMPTS,
			sourceName: fieldText(options.sourceName ?? 'n8n', 'Source Name'),
			profileLimit: true,
		},
	};
}

const FORMATS: ReadonlyArray<Settings['format']> = ['dataflow', 'xdm', 'raw', 'message'];

function readFormat(value: unknown): Settings['format'] {
	const format = FORMATS.find((known) => known === value);
	if (format) return format;
	throw serviceError('setting.invalid', {
		label: 'Record Format',
		value: 'what its expression returns',
		advice: `Return one of ${FORMATS.join(', ')}.`,
	});
}

function readTarget(context: IExecuteFunctions, itemIndex: number): Target {
	const text = (name: string, label: string, options = {}) =>
		fieldText(context.getNodeParameter(name, itemIndex, '', options), label);
	if (text('sendTo', 'Send To') === 'dataflow') {
		return { kind: 'dataflow', flowId: text('dataflow', 'Dataflow', { extractValue: true }) };
	}
	return {
		kind: 'endpoint',
		url: text('endpointUrl', 'Streaming Endpoint URL'),
		withCredential: text('authentication', 'Authentication') === 'adobe',
		flowId: text('flowId', 'Dataflow ID'),
		datasetId: text('datasetId', 'Dataset ID'),
		schemaId: text('schemaId', 'Schema ID'),
		organizationId: text('organizationId', 'Organization ID'),
	};
}

/** Items that share their settings, or the problem that prevents reading these. */
export type Group = { items: number[] } & ({ settings: Settings } | { problem: Problem });

/** Groups the items by settings. Settings without an expression are read only once. */
export function groupItems(context: IExecuteFunctions, count: number): Group[] {
	const everyItem = Array.from({ length: count }, (_, index) => index);
	if (count === 0) return [];
	if (!JSON.stringify(context.getNode().parameters).includes('"=')) {
		return [{ ...settingsOf(context, 0), items: everyItem }];
	}
	const groups = new Map<string, Group>();
	for (const index of everyItem) {
		const settings = settingsOf(context, index);
		const key = JSON.stringify(settings);
		const group = groups.get(key) ?? { ...settings, items: [] };
		group.items.push(index);
		groups.set(key, group);
	}
	return [...groups.values()];
}

/** If the error of an expression were thrown while the error output is on, n8n would pass the input on as delivered. */
function settingsOf(
	context: IExecuteFunctions,
	itemIndex: number,
): { settings: Settings } | { problem: Problem } {
	try {
		return { settings: readSettings(context, itemIndex) };
	} catch (error) {
		return { problem: toProblem(error, 'A field of this node') };
	}
}
