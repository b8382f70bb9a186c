import type { IExecuteFunctions } from 'n8n-workflow';
import { foreignHost } from '../../lib/platform/authorize';
import { DataflowDirectory } from '../../lib/platform/destination';
import { PlatformRefusal } from '../../lib/platform/refusal';
import { missingDestinationFields } from '../../lib/streaming/envelope';
import { isAllowedHost } from '../../lib/streaming/hosts';
import { parseInletUrl } from '../../lib/streaming/inletUrl';
import { NEW_DATAFLOW_MS } from '../../lib/streaming/limits';
import type { Destination, RecordFormat } from '../../lib/streaming/types';
import { serviceText } from '../../lib/serviceText';
import { isObstacle, type Obstacle } from './obstacle';
import { openPlatform } from '../../lib/platform/open';
import type { Settings, Target } from './settings';

/** Where a group of items goes, ready to be sent to. */
export interface Resolved {
	destination: Destination;
	format: RecordFormat;
	/** How long Adobe may still lose what it accepts, in ms; 0 for an inlet of which nothing is known. */
	warmUpMs: number;
	/** Has the dataflow looked up anew the next time. */
	forget(): void;
}

const directory = new DataflowDirectory();

/** Looks up, or puts together, where the items go. Never throws for what Adobe answers or the user typed. */
export async function resolveDestination(
	context: IExecuteFunctions,
	settings: Settings,
): Promise<Resolved | Obstacle> {
	const { target } = settings;
	const found =
		target.kind === 'dataflow'
			? await fromDataflow(context, settings, target.flowId)
			: await fromEndpoint(context, settings, target);
	if (isObstacle(found)) return found;
	const missing = missingDestinationFields(found.destination, found.format);
	if (missing.length === 0) return found;
	return {
		reason: `The destination has no ${missing.join(', no ')}, which the record format needs`,
		advice:
			target.kind === 'dataflow'
				? 'Choose the record format that the dataflow was made for, or another dataflow'
				: 'Fill the fields in, or choose another record format',
	};
}

async function fromDataflow(
	context: IExecuteFunctions,
	{ format, sandbox }: Settings,
	flowId: string,
): Promise<Resolved | Obstacle> {
	if (!flowId) {
		return { reason: 'No dataflow is chosen', advice: 'Choose one in the field Dataflow' };
	}
	const platform = await openPlatform(context, sandbox);
	const dataflow = await directory
		.find(platform.account, flowId, platform.call)
		.catch((error: unknown) => obstacleOf(error));
	if (isObstacle(dataflow)) return dataflow;

	const { authenticated, inletUrl } = dataflow;
	const [name, state] = [serviceText(dataflow.name), serviceText(dataflow.state)];
	if (state !== 'enabled') {
		return {
			reason: `The dataflow "${name}" is ${state}: Adobe drops what is sent to it, after answering that it was accepted`,
			advice: 'Enable it in Adobe under Sources > Dataflows, or choose another dataflow',
		};
	}
	if (!inletUrl) {
		return {
			reason: `The dataflow "${name}" has no streaming endpoint`,
			advice: 'Choose the dataflow of an HTTP API source or of a webhook source',
		};
	}
	const used = format === 'dataflow' ? dataflow.format : format;
	if (!used) {
		return {
			reason: `Adobe does not say whether the dataflow "${name}" takes XDM records or raw data`,
			advice: 'Choose one in the field Record Format',
		};
	}
	if (authenticated && !isAllowedHost(inletUrl, platform.access.allowedHosts)) {
		return { reason: serviceText(foreignHost(inletUrl)), advice: ALLOW_HOST };
	}
	return {
		destination: {
			inletUrl,
			authenticated,
			organizationId: dataflow.organizationId ?? platform.access.organizationId,
			sandbox: dataflow.sandbox ?? platform.sandbox,
			flowId,
			datasetId: dataflow.datasetId,
			schemaId: dataflow.schemaId,
		},
		format: used,
		warmUpMs: warmUpOf(dataflow.changedAt),
		forget: () => directory.drop(platform.account, flowId),
	};
}

/** Adobe's clock may be ahead of this one: never longer than the dataflow's first minutes. */
const warmUpOf = (changedAt: number) =>
	Math.min(NEW_DATAFLOW_MS, Math.max(0, changedAt + NEW_DATAFLOW_MS - Date.now()));

const ALLOW_HOST =
	'Compare the URL with the one Adobe shows, or add the host to Allowed Hosts in the credential';

function obstacleOf(error: unknown): Obstacle {
	if (!(error instanceof PlatformRefusal)) throw error;
	const { message, description, status } = error.refusal;
	return { reason: message, advice: description, status: status || undefined };
}

async function fromEndpoint(
	context: IExecuteFunctions,
	{ format, sandbox }: Settings,
	target: Extract<Target, { kind: 'endpoint' }>,
): Promise<Resolved | Obstacle> {
	const address = parseInletUrl(target.url);
	if ('refusal' in address) {
		return { reason: address.refusal, advice: 'Correct the field Streaming Endpoint URL' };
	}
	if (format === 'dataflow') {
		return {
			reason: 'A typed-in endpoint does not say what it takes',
			advice: 'Choose XDM Record, Raw Data or Complete Message in the field Record Format',
		};
	}
	const platform = target.withCredential ? await openPlatform(context, sandbox) : undefined;
	if (platform && !isAllowedHost(address.inletUrl, platform.access.allowedHosts)) {
		return { reason: foreignHost(address.inletUrl), advice: ALLOW_HOST };
	}
	const optional = (value?: string) => value || undefined;
	return {
		destination: {
			inletUrl: address.inletUrl,
			authenticated: target.withCredential,
			organizationId: optional(target.organizationId) ?? platform?.access.organizationId,
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
