import { NodeOperationError, type IHookFunctions, type IWebhookFunctions } from 'n8n-workflow';

import type { RequiredAuth } from '../../lib/chatlio/webhookAuthentication';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import { parseIpAllowlist, type IpAllowlist } from '../../lib/chatlio/ipAllowlist';
import { adviseOnSecret, readWebhookSecret } from '../../lib/chatlio/webhookCredential';
import { isSupportedN8n, OLDEST_N8N } from '../../lib/n8n/supportedN8n';

export const CREDENTIAL = 'chatlioWebhookApi';

/** Value of All Events in the parameter Events. */
export const ALL_EVENTS = 'all';

/** Bytes of one megabyte in the option Maximum Body Size. */
const MEGABYTE = 1_000_000;
export const DEFAULT_MAX_BODY_MB = 2;

type Context = IHookFunctions | IWebhookFunctions;

interface Options {
	ipAllowlist?: string;
	maxBodySize?: number;
	includePayload?: boolean;
	collectEvents?: 'whenBusy' | 'never';
}

export interface TriggerSettings {
	events: string[];
	allowlist: IpAllowlist;
	maxBytes: number;
	includePayload: boolean;
	/** True if events that arrive together may share an execution. */
	collects: boolean;
}

export function readSettings(context: Context): TriggerSettings {
	const options = context.getNodeParameter('options', {}) as Options;
	return {
		events: eventsIn(context.getNodeParameter('events', []) as string[]),
		allowlist: parseIpAllowlist(options.ipAllowlist ?? ''),
		maxBytes: (options.maxBodySize ?? DEFAULT_MAX_BODY_MB) * MEGABYTE,
		includePayload: options.includePayload === true,
		collects: options.collectEvents !== 'never',
	};
}

const eventsIn = (chosen: string[]): string[] =>
	chosen.includes(ALL_EVENTS) ? CHATLIO_EVENTS.map(({ kind }) => kind) : chosen;

/**
 * Reads the credentials that the sender must send. A credential of another type than the node requires accepts no
 * sender.
 */
export async function readRequiredAuth(context: Context): Promise<RequiredAuth> {
	const type = context.getNodeParameter('authentication', 'none') as RequiredAuth['type'];
	if (type === 'none') return { type };
	const credential = readWebhookSecret(await context.getCredentials(CREDENTIAL));
	const hasType = credential.type === type;
	return type === 'secretInUrl'
		? { type, secret: hasType ? credential.secret : '' }
		: { type, user: hasType ? credential.user : '', password: hasType ? credential.password : '' };
}

/**
 * Checks the settings when the workflow is published or listens for a test event.
 * @throws NodeOperationError with one sentence that names the field and what to change
 */
export async function assertSettings(context: IHookFunctions): Promise<void> {
	const advice =
		adviseOnSettings(readSettings(context)) ??
		adviseOnResponse(context) ??
		(await adviseOnCredential(context));
	if (advice) throw new NodeOperationError(context.getNode(), advice);
}

function adviseOnSettings({ events, allowlist, maxBytes }: TriggerSettings): string | undefined {
	if (events.length === 0) return 'Events: choose at least one event that starts the workflow';
	if ('invalid' in allowlist) return `Options > IP Allowlist: ${allowlist.invalid}`;
	if (!(maxBytes > 0)) return 'Options > Maximum Body Size: set a number of megabytes above zero';
	return undefined;
}

function adviseOnResponse(context: IHookFunctions): string | undefined {
	if (isSupportedN8n || context.getNodeParameter('respond', '') === 'whenFinished')
		return undefined;
	return `Respond: this n8n answers Chatlio before it stores an event, so an event could be lost when n8n stops. Upgrade n8n to ${OLDEST_N8N} or later, or choose When Workflow Finishes and paste those URLs into Chatlio`;
}

const NAMES: Record<RequiredAuth['type'], string> = {
	none: 'URL Only',
	secretInUrl: 'Secret in URL',
	basicAuth: 'Basic Auth',
};

async function adviseOnCredential(context: IHookFunctions): Promise<string | undefined> {
	const type = context.getNodeParameter('authentication', 'none') as RequiredAuth['type'];
	if (type === 'none') return undefined;
	if (!context.getNode().credentials?.[CREDENTIAL]) {
		return `Authentication: choose or create the credential that holds what ${NAMES[type]} asks for`;
	}
	const credential = readWebhookSecret(await context.getCredentials(CREDENTIAL));
	if (credential.type !== type) {
		return `Authentication is ${NAMES[type]}, but the credential is of the type ${NAMES[credential.type]}: choose the same for both`;
	}
	return adviseOnSecret(credential);
}
