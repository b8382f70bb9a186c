import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { isUnknown } from '../../lib/xdm/mapper/toCustomValue';
import type {
	IdentityKind,
	Keeping,
	TranscriptHandling,
	XdmOptions,
} from '../../lib/xdm/mappingOptions';
import { idOfKind } from '../../lib/problem/idKinds';
import { addedOption, fieldText } from '../../lib/problem/parameterValue';
import { serviceError } from '../../lib/problem/serviceError';
import { shorten } from '../../lib/problem/shorten';
import { tenantKeyFinder } from './tenant';
import { chosenKey, type RecordIdKey, type RecordIds } from './readRecordIdKey';

/** The node's parameters, resolved for one item. */
export interface Settings {
	xdm: XdmOptions;
	/** Empty: the item becomes the record. */
	recordField: string;
	/** True if an event without an identity becomes a failed item. */
	requiresIdentity: boolean;
	/** True if an event with a custom value that does not fit becomes a failed item. */
	requiresFit: boolean;
	/** Schema with the custom fields; empty for the one that Set Up creates by default. */
	schemaId: string;
}

/** Options as the panel stores them: only those that the user added. */
interface Options {
	customFields?: { field?: Array<{ name?: unknown; value?: unknown }> };
	customMisfits?: 'leaveOut' | 'fail';
	keepCase?: boolean;
	name?: Keeping;
	personalFields?: Keeping;
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
 * @throws ServiceError if a setting is invalid, or if the tenant ID cannot be looked up
 */
export function settingsReader(
	context: IExecuteFunctions,
	recordIdKey: RecordIdKey,
): (item: number) => Promise<Settings> {
	const tenantKeyOf = tenantKeyFinder(context);
	const read = async (item: number) =>
		readSettings(context, item, recordIdKey, await tenantKeyOf(item));
	if (hasExpressions(context.getNode().parameters)) return read;
	let settings: Promise<Settings> | undefined;
	return async () => await (settings ??= read(0));
}

function hasExpressions(parameters: IDataObject): boolean {
	return JSON.stringify(parameters).includes('"=');
}

function readSettings(
	context: IExecuteFunctions,
	item: number,
	recordIdKey: RecordIdKey,
	tenantKey: string,
): Settings {
	const read = <T>(name: string) => context.getNodeParameter(name, item) as T;
	const options = context.getNodeParameter('options', item, {}) as Options;
	return {
		xdm: {
			tenantKey,
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
			personalFields: options.personalFields ?? 'keep',
			customValues: customValues(options),
			transcripts: read<TranscriptHandling>('transcripts'),
			recordIdKey: chosenKey(options.recordIds, recordIdKey),
		},
		recordField: fieldText(options.recordField, 'Put Record in Field'),
		// Also for setAside, the value of 0.1.0.
		requiresIdentity: (options.withoutIdentity ?? 'keep') !== 'keep',
		requiresFit: (options.customMisfits ?? 'leaveOut') !== 'leaveOut',
		schemaId: idOfKind(
			fieldText(addedOption(options, 'schema', 'Schema'), 'Schema'),
			'schema',
			'Schema',
		),
	};
}

/**
 * Returns the values of the panel's custom fields by name, without empty ones; undefined if there are none. Of entries
 * with the same name, the last one counts.
 */
function customValues({ customFields }: Options): Record<string, unknown> | undefined {
	const values = (customFields?.field ?? []).flatMap(
		({ name, value }): Array<[string, unknown]> => {
			const text = fieldText(name, 'Custom Fields: Name');
			return isUnknown(value) ? [] : [[text, value]];
		},
	);
	// Unlike an assignment, this keeps a name such as __proto__ a name.
	return values.length > 0 ? Object.fromEntries(values) : undefined;
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
