import type { IExecuteFunctions } from 'n8n-workflow';
import { chosenSandbox } from '../../lib/n8n/chosenSandbox';
import { dataflowChoice, type DataflowChoice } from '../../lib/n8n/resourceChoice';
import { fieldChoice, fieldText } from '../../lib/problem/parameterValue';
import { REQUEST_BYTES } from '../../lib/streaming/inletLimits';
import type {
	DeliverySettings,
	RecordFormat,
	SchemaBehavior,
} from '../../lib/streaming/deliveryTypes';
import { idOfKind, type IdKind } from '../../lib/problem/idKinds';
import type { Problem } from '../../lib/problem/problem';
import { requestText } from '../../lib/problem/requestText';
import { toProblem } from '../../lib/problem/toProblem';
import { numberOf } from './numberOptions';

export type NewDataflow = 'wait' | 'send' | 'doNotSend';

export type Target =
	/** Without a choice, the only dataflow that takes the records is meant. */
	| { kind: 'dataflow'; choice?: DataflowChoice }
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
	/** `lookUp`: as Adobe describes the schema. */
	schemaBehavior: SchemaBehavior | 'lookUp';
	/** Empty means the credential's. */
	sandbox: string;
	timeoutMs: number;
	delivery: Omit<DeliverySettings, 'format' | 'batch'>;
	batchRawRecords: boolean;
}

interface Options {
	batchRawRecords?: boolean;
	newDataflow?: NewDataflow;
	recordField?: string;
	schemaBehavior?: unknown;
	sandbox?: unknown;
	sourceName?: string;
	syncValidation?: boolean;
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
		format: fieldChoice(
			context.getNodeParameter('recordFormat', itemIndex),
			'Record Format',
			FORMATS,
		),
		newDataflow: options.newDataflow ?? 'wait',
		recordField: fieldText(options.recordField, 'Record Field'),
		schemaBehavior: fieldChoice(options.schemaBehavior ?? 'lookUp', 'Schema Behavior', BEHAVIORS),
		sandbox: chosenSandbox(options),
		timeoutMs: numberOf(options, 'timeoutSeconds') * 1000,
		batchRawRecords: options.batchRawRecords ?? false,
		delivery: {
			maxMessages: numberOf(options, 'batchSize'),
			maxBytes: REQUEST_BYTES,
			parallelRequests: numberOf(options, 'parallelRequests'),
			syncValidation: options.syncValidation ?? false,
			retryBudgetMs: numberOf(options, 'retrySeconds') * 1000,
			maxAttempts: MAX_ATTEMPTS,
			sourceName: fieldText(options.sourceName ?? 'n8n', 'Source Name'),
			profileLimit: true,
		},
	};
}

const FORMATS: ReadonlyArray<Settings['format']> = ['dataflow', 'xdm', 'raw', 'message'];

const BEHAVIORS: ReadonlyArray<Settings['schemaBehavior']> = ['lookUp', 'time-series', 'record'];

function readTarget(context: IExecuteFunctions, itemIndex: number): Target {
	const valueOf = (name: string) => context.getNodeParameter(name, itemIndex, '') as unknown;
	if (fieldText(valueOf('sendTo'), 'Send To') === 'dataflow') {
		return { kind: 'dataflow', choice: dataflowChoice(context, itemIndex) };
	}
	const idOf = (name: string, kind: IdKind, label: string) =>
		idOfKind(requestText(valueOf(name), label, 'id'), kind, label);
	return {
		kind: 'endpoint',
		url: requestText(valueOf('endpointUrl'), 'Streaming Endpoint URL', 'url'),
		withCredential: fieldText(valueOf('authentication'), 'Authentication') === 'adobe',
		flowId: idOf('flowId', 'dataflow', 'Dataflow ID'),
		datasetId: idOf('datasetId', 'dataset', 'Dataset ID'),
		schemaId: idOf('schemaId', 'schema', 'Schema ID'),
		organizationId: requestText(valueOf('organizationId'), 'Organization ID', 'id'),
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
