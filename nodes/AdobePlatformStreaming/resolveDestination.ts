import type { IExecuteFunctions } from 'n8n-workflow';
import { isAllowedHost } from '../../lib/platform/auth/allowedHosts';
import { hostNotAllowed } from '../../lib/platform/auth/hostNotAllowed';
import { SchemaBehaviors } from '../../lib/platform/services/schemaBehaviors';
import { NEW_DATAFLOW_MS } from '../../lib/platform/services/streamingEndpoint';
import { connectPlatform, type Platform } from '../../lib/platform/transport/connectPlatform';
import type { Patience } from '../../lib/platform/transport/outages';
import { durationInWords } from '../../lib/problem/durationInWords';
import { ServiceError, serviceError } from '../../lib/problem/serviceError';
import { serviceText } from '../../lib/problem/serviceText';
import type { Destination, RecordFormat, SchemaBehavior } from '../../lib/streaming/deliveryTypes';
import { assertSendable, missingDestinationFields } from '../../lib/streaming/envelope';
import { isEvent } from '../../lib/streaming/eventFields';
import { parseInletUrl } from '../../lib/streaming/inletUrl';
import { chosenDataflow, findChosenDataflow, type ChosenDataflow } from './chosenDataflow';
import { findTenants } from './findTenants';
import type { Settings, Target } from './streamingSettings';

/** A destination for a group of items, ready for sending. */
export interface ResolvedDestination {
	destination: Destination;
	format: RecordFormat;
	/** Absent for an endpoint that is typed in. */
	dataflowName?: string;
	/** Milliseconds during which Adobe may still lose what it accepts; 0 for an inlet whose age is unknown. */
	warmUpMs: number;
	/** Facts about the destination that the user should know. */
	notices: string[];
	/** Makes the next lookup read the dataflow again. */
	expire(): void;
}

/** The parts of a connection that all lookups of an execution share. */
export type LookupTools = Pick<Patience, 'clock' | 'outages'>;

const schemaBehaviors = new SchemaBehaviors();

/**
 * Looks up the destination of the items, or builds it from what the user entered. Transient answers of Adobe are waited
 * out for as long as Retry For allows.
 * @param records read only if something about the destination depends on them
 * @throws ServiceError for a response of Adobe and for settings that do not match
 */
export async function resolveDestination(
	context: IExecuteFunctions,
	settings: Settings,
	tools: LookupTools,
	records: Iterable<unknown>,
): Promise<ResolvedDestination> {
	const { target, sandbox, delivery } = settings;
	// Then nobody has to know what the schema describes.
	const areEvents = () => {
		for (const record of records) if (!isEvent(record)) return false;
		return true;
	};
	const patience = { ...tools, budgetMs: delivery.retryBudgetMs };
	const connect = async () => await connectPlatform(context, sandbox, patience);
	const resolved =
		target.kind === 'dataflow'
			? await fromDataflow(
					settings,
					chosenDataflow(settings.format, target.choice, areEvents),
					connect,
				)
			: await fromEndpoint(settings, target, connect);
	const { destination, format } = resolved;
	assertSendable(destination);
	const missing = missingDestinationFields(destination, format);
	if (missing.length > 0) {
		throw serviceError('destination.incomplete', { missing: missing.join(', no ') });
	}
	const schemaBehavior = await findBehavior(settings, resolved, connect, areEvents);
	const isKnowable = format !== 'raw' && hasCredential(target);
	const tenants = isKnowable
		? await findTenants(destination.schemaId, records, format, connect)
		: undefined;
	return { ...resolved, destination: { ...destination, schemaBehavior, tenants } };
}

/**
 * Looks up what the schema describes, if that matters. Without a credential, only the user can say it. The lookup waits
 * for Adobe only if the rest of the destination does, too.
 */
async function findBehavior(
	{ schemaBehavior, target }: Settings,
	{ destination: { schemaId }, format }: ResolvedDestination,
	connect: Connect,
	areEvents: () => boolean,
): Promise<SchemaBehavior | undefined> {
	if (schemaBehavior !== 'lookUp') return schemaBehavior;
	const isDataflow = target.kind === 'dataflow';
	const isKnowable = format === 'xdm' && schemaId !== undefined && hasCredential(target);
	if (!isKnowable || areEvents()) return undefined;
	const { cacheKey, call, callOnce } = await connect();
	return await schemaBehaviors.find(cacheKey, schemaId, isDataflow ? call : callOnce);
}

const hasCredential = (target: Target) => target.kind === 'dataflow' || target.withCredential;

type Connect = () => Promise<Platform>;

async function fromDataflow(
	{ format }: Settings,
	query: ChosenDataflow,
	connect: Connect,
): Promise<ResolvedDestination> {
	const platform = await connect();
	const { credential } = platform;
	const { dataflow, confirmedAt, flowId, expire } = await findChosenDataflow(query, platform);

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
		dataflowName: name,
		warmUpMs: warmUpOf(dataflow.changedAt),
		notices: [...onlyNotices(query, name), ...ageNotices(Date.now() - confirmedAt)],
		expire,
	};
}

const onlyNotices = (query: ChosenDataflow, name: string): string[] =>
	'only' in query
		? [
				`No dataflow is chosen: sent to "${name}", the only one for such records. Choose it in the field Dataflow, so that another one never takes its place`,
			]
		: [];

/** Milliseconds after which the user is told that Adobe has not confirmed the state of a dataflow. */
const OLD_STATE_MS = 600_000;

function ageNotices(ageMs: number): string[] {
	if (ageMs < OLD_STATE_MS) return [];
	const time = durationInWords(ageMs);
	return [
		`Adobe has not confirmed for ${time} that the dataflow is enabled, because its API does not answer. If it was disabled meanwhile, Adobe drops these records: compare the dataset with what was sent`,
	];
}

function assertAllowed(url: string, allowedHosts: string[], field: string): void {
	if (!isAllowedHost(url, allowedHosts)) throw new ServiceError(hostNotAllowed(url, field));
}

/** Limited to the dataflow's first minutes, because Adobe's clock may be ahead of this one. */
const warmUpOf = (changedAt: number) =>
	Math.min(NEW_DATAFLOW_MS, Math.max(0, changedAt + NEW_DATAFLOW_MS - Date.now()));

const ENDPOINT_FIELD = 'Streaming Endpoint URL';

async function fromEndpoint(
	{ format, sandbox }: Settings,
	target: Extract<Target, { kind: 'endpoint' }>,
	connect: Connect,
): Promise<ResolvedDestination> {
	const address = parseInletUrl(target.url);
	if ('problem' in address) throw new ServiceError(address.problem);
	if (format === 'dataflow') {
		throw serviceError('destination.formatNotChosen', {}, { field: 'Record Format' });
	}
	const platform = target.withCredential ? await connect() : undefined;
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
		notices: [],
		expire: () => undefined,
	};
}
