import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type {
	IdentityKind,
	Keeping,
	TranscriptHandling,
	XdmOptions,
} from '../../lib/xdm/mappingOptions';
import { fieldText } from '../../lib/problem/parameterValue';
import { serviceError } from '../../lib/problem/serviceError';
import { shorten } from '../../lib/problem/shorten';
import { requireTenantKey } from '../../lib/xdm/fields/tenantKey';
import { chosenKey, type RecordIdKey, type RecordIds } from './readRecordIdKey';

/** The node's parameters, resolved for one item. */
export interface Settings {
	xdm: XdmOptions;
	/** Empty: the item becomes the record. */
	recordField: string;
	/** True if an event without an identity becomes a failed item. */
	requiresIdentity: boolean;
}

/** Options as the panel stores them: only those that the user added. */
interface Options {
	keepCase?: boolean;
	name?: Keeping;
	primary?: string;
	recordField?: string;
	recordIds?: RecordIds;
	texts?: Keeping;
	traits?: Keeping;
	userNamespace?: string;
	withoutIdentity?: 'keep' | 'fail';
}

const PRIMARY = 'visitorId,email,userId';

/** Adobe's identity symbols have no spaces; an object would treat the excluded one as its prototype. */
const NAMESPACE = /^(?!__proto__$)\S{0,255}$/;

/**
 * Creates a function that reads the settings of an item. If no parameter is an expression, they are read once for all
 * items, because reading them takes longer than mapping.
 * @throws ServiceError if a setting is invalid
 */
export function settingsReader(
	context: IExecuteFunctions,
	recordIdKey: RecordIdKey,
): (item: number) => Settings {
	const read = (item: number) => readSettings(context, item, recordIdKey);
	if (hasExpressions(context.getNode().parameters)) return read;
	let settings: Settings | undefined;
	return () => (settings ??= read(0));
}

function hasExpressions(parameters: IDataObject): boolean {
	return JSON.stringify(parameters).includes('"=');
}

function readSettings(
	context: IExecuteFunctions,
	item: number,
	recordIdKey: RecordIdKey,
): Settings {
	const read = <T>(name: string) => context.getNodeParameter(name, item) as T;
	const options = context.getNodeParameter('options', item, {}) as Options;
	const tenant = context.getNodeParameter('tenantId', item, '', { extractValue: true });
	const key = requireTenantKey(tenant);
	return {
		xdm: {
			tenantKey: key,
			visitorNamespace: namespace('Visitor ID Namespace', read('visitorNamespace')),
			userNamespace: namespace('User ID Namespace', options.userNamespace),
			primary: fieldText(options.primary ?? PRIMARY, 'Primary Identity').split(
				',',
			) as IdentityKind[],
			email: read<XdmOptions['email']>('email'),
			keepCase: options.keepCase === true,
			ip: read<Keeping>('ip'),
			name: options.name ?? 'keep',
			texts: options.texts ?? 'keep',
			traits: options.traits ?? 'keep',
			transcripts: read<TranscriptHandling>('transcripts'),
			recordIdKey: chosenKey(options.recordIds, recordIdKey),
		},
		recordField: fieldText(options.recordField, 'Put Record in Field'),
		// Also for setAside, the value of 0.1.0.
		requiresIdentity: (options.withoutIdentity ?? 'keep') !== 'keep',
	};
}

function namespace(label: string, value: unknown): string {
	const symbol = fieldText(value, label);
	if (NAMESPACE.test(symbol)) return symbol;
	throw serviceError(
		'mapping.namespaceInvalid',
		{ label, value: shorten(symbol) },
		{ field: label },
	);
}
