import type { IExecuteFunctions } from 'n8n-workflow';
import { isAllowedHost } from '../../lib/platform/auth/allowedHosts';
import { hostNotAllowed } from '../../lib/platform/auth/hostNotAllowed';
import { DataflowCache } from '../../lib/platform/services/dataflowCache';
import { SchemaBehaviors } from '../../lib/platform/services/schemaBehaviors';
import { NEW_DATAFLOW_MS } from '../../lib/platform/services/streamingEndpoint';
import { connectPlatform } from '../../lib/platform/transport/connectPlatform';
import { ServiceError, serviceError } from '../../lib/problem/serviceError';
import { serviceText } from '../../lib/problem/serviceText';
import type { Destination, RecordFormat, SchemaBehavior } from '../../lib/streaming/deliveryTypes';
import { assertSendable, missingDestinationFields } from '../../lib/streaming/envelope';
import { parseInletUrl } from '../../lib/streaming/inletUrl';
import type { Settings, Target } from './streamingSettings';

/** A destination for a group of items, ready for sending. */
export interface ResolvedDestination {
	destination: Destination;
	format: RecordFormat;
	/** Milliseconds during which Adobe may still lose what it accepts; 0 for an inlet whose age is unknown. */
	warmUpMs: number;
	/** Makes the next lookup read the dataflow again. */
	forget(): void;
}

const dataflows = new DataflowCache();
const schemaBehaviors = new SchemaBehaviors();

/**
 * Looks up the destination of the items, or builds it from what the user entered.
 * @throws ServiceError for a response of Adobe and for settings that do not match
 */
export async function resolveDestination(
	context: IExecuteFunctions,
	settings: Settings,
): Promise<ResolvedDestination> {
	const { target } = settings;
	const resolved =
		target.kind === 'dataflow'
			? await fromDataflow(context, settings, target.flowId)
			: await fromEndpoint(context, settings, target);
	const { destination, format } = resolved;
	assertSendable(destination);
	const missing = missingDestinationFields(destination, format);
	if (missing.length > 0) {
		throw serviceError('destination.incomplete', { missing: missing.join(', no ') });
	}
	const schemaBehavior = await findBehavior(context, settings, resolved);
	return { ...resolved, destination: { ...destination, schemaBehavior } };
}

/** Without a credential, only the user can say that the records are not events. */
async function findBehavior(
	context: IExecuteFunctions,
	{ schemaBehavior, target, sandbox }: Settings,
	{ destination: { schemaId }, format }: ResolvedDestination,
): Promise<SchemaBehavior | undefined> {
	if (schemaBehavior !== 'lookUp') return schemaBehavior;
	const hasCredential = target.kind === 'dataflow' || target.withCredential;
	if (format !== 'xdm' || schemaId === undefined || !hasCredential) return undefined;
	const { cacheKey, call } = await connectPlatform(context, sandbox);
	return await schemaBehaviors.find(cacheKey, schemaId, call);
}

async function fromDataflow(
	context: IExecuteFunctions,
	{ format, sandbox }: Settings,
	flowId: string,
): Promise<ResolvedDestination> {
	if (!flowId) throw serviceError('dataflow.notChosen', {}, { field: 'Dataflow' });
	const { cacheKey, call, credential, ...platform } = await connectPlatform(context, sandbox);
	const dataflow = await dataflows.find(cacheKey, flowId, call);

	const { authenticated, inletUrl } = dataflow;
	const [name, state] = [serviceText(dataflow.name), serviceText(dataflow.state)];
	if (state !== 'enabled') throw serviceError('dataflow.notEnabled', { name, state });
	if (!inletUrl) throw serviceError('dataflow.noStreamingEndpoint', { name });
	const recordFormat = format === 'dataflow' ? dataflow.format : format;
	if (!recordFormat)
		throw serviceError('dataflow.formatUnknown', { name }, { field: 'Record Format' });
	if (authenticated) assertAllowed(inletUrl, credential.allowedHosts, 'inlet of the dataflow');
	return {
		destination: {
			inletUrl,
			authenticated,
			organizationId: dataflow.organizationId ?? credential.organizationId,
			sandbox: dataflow.sandbox ?? platform.sandbox,
			flowId,
			datasetId: dataflow.datasetId,
			schemaId: dataflow.schemaId,
		},
		format: recordFormat,
		warmUpMs: warmUpOf(dataflow.changedAt),
		forget: () => dataflows.forget(cacheKey, flowId),
	};
}

function assertAllowed(url: string, allowedHosts: string[], field: string): void {
	if (!isAllowedHost(url, allowedHosts)) throw new ServiceError(hostNotAllowed(url, field));
}

/** Limited to the dataflow's first minutes, because Adobe's clock may be ahead of this one. */
const warmUpOf = (changedAt: number) =>
	Math.min(NEW_DATAFLOW_MS, Math.max(0, changedAt + NEW_DATAFLOW_MS - Date.now()));

const ENDPOINT_FIELD = 'Streaming Endpoint URL';

async function fromEndpoint(
	context: IExecuteFunctions,
	{ format, sandbox }: Settings,
	target: Extract<Target, { kind: 'endpoint' }>,
): Promise<ResolvedDestination> {
	const address = parseInletUrl(target.url);
	if ('problem' in address) throw new ServiceError(address.problem);
	if (format === 'dataflow') {
		throw serviceError('destination.formatNotChosen', {}, { field: 'Record Format' });
	}
	const platform = target.withCredential ? await connectPlatform(context, sandbox) : undefined;
	if (platform) {
		assertAllowed(address.inletUrl, platform.credential.allowedHosts, ENDPOINT_FIELD);
	}
	const optional = (value?: string) => value || undefined;
	return {
		destination: {
			inletUrl: address.inletUrl,
			authenticated: target.withCredential,
			organizationId: optional(target.organizationId) ?? platform?.credential.organizationId,
			sandbox: optional(sandbox) ?? platform?.sandbox,
			flowId: optional(target.flowId) ?? address.flowId,
			datasetId: optional(target.datasetId),
			schemaId: optional(target.schemaId),
		},
		format,
		warmUpMs: 0,
		forget: () => undefined,
	};
}
