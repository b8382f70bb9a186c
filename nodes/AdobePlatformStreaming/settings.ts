import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { sentenceOf } from '../../lib/fault';
import { fieldNumber, fieldText } from '../../lib/fieldValue';
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
	return fieldText(sandbox, 'Sandbox');
}

export function readSettings(context: IExecuteFunctions, itemIndex: number): Settings {
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	return {
		target: readTarget(context, itemIndex),
		format: readFormat(context.getNodeParameter('recordFormat', itemIndex)),
		newDataflow: options.newDataflow ?? 'wait',
		recordField: fieldText(options.recordField, 'Record Field'),
		sandbox: fieldText(options.sandbox, 'Sandbox'),
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
	throw new Error(`The field Record Format has none of its values: ${FORMATS.join(', ')}`);
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
		return {
			reason: sentenceOf(error, 'A field of this node has a value of another kind'),
			advice,
		};
	}
}
