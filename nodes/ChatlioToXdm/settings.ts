import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { IdentityKind, Keeping, TranscriptWay, XdmOptions } from '../../lib/xdm/options';
import { fieldText } from '../../lib/fieldValue';
import { shortened } from '../../lib/shortened';
import { tenantKey } from '../../lib/xdm/tenant';
import { chosenKey, type RecordIdKey, type RecordIds } from './recordIdKey';
import { Refusal } from './refusal';

/** The node's parameters as they apply to one item. */
export interface Settings {
	xdm: XdmOptions;
	/** Empty: the item becomes the record. */
	recordField: string;
	setAsideWithoutIdentity: boolean;
}

/** As the panel stores them: only those that were added. */
interface Options {
	name?: Keeping;
	primary?: string;
	recordField?: string;
	recordIds?: RecordIds;
	texts?: Keeping;
	traits?: Keeping;
	userNamespace?: string;
	withoutIdentity?: 'keep' | 'setAside';
}

const PRIMARY = 'visitorId,email,userId';

/** Adobe's identity symbols have no spaces; an object would take the excluded one for its prototype. */
const NAMESPACE = /^(?!__proto__$)\S{0,255}$/;

/**
 * Reads the settings of an item; once for all items where no parameter is an expression, because reading them takes
 * longer than mapping.
 *
 * @throws Refusal when a setting cannot be.
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
	const key = tenantKey(tenant);
	if (!key) {
		throw new Refusal(
			wrongTenant(tenant),
			'Enter it as Adobe’s schema editor shows it before your own fields, e.g. _acme',
		);
	}
	return {
		xdm: {
			tenantKey: key,
			visitorNamespace: namespace('Visitor ID Namespace', read('visitorNamespace')),
			userNamespace: namespace('User ID Namespace', options.userNamespace),
			primary: fieldText(options.primary ?? PRIMARY, 'Primary Identity').split(
				',',
			) as IdentityKind[],
			email: read<XdmOptions['email']>('email'),
			ip: read<Keeping>('ip'),
			name: options.name ?? 'keep',
			texts: options.texts ?? 'keep',
			traits: options.traits ?? 'keep',
			transcripts: read<TranscriptWay>('transcripts'),
			recordIdKey: chosenKey(options.recordIds, recordIdKey),
		},
		recordField: fieldText(options.recordField, 'Put Record in Field'),
		setAsideWithoutIdentity: options.withoutIdentity === 'setAside',
	};
}

function wrongTenant(tenant: unknown): string {
	if (typeof tenant === 'string' && tenant) return `The tenant ID "${shortened(tenant)}" is none`;
	return tenant ? 'The tenant ID is no text' : 'The tenant ID is missing';
}

function namespace(field: string, value: unknown): string {
	const symbol = fieldText(value, field);
	if (NAMESPACE.test(symbol)) return symbol;
	throw new Refusal(
		`${field} "${shortened(symbol)}" is no identity symbol`,
		'Enter it as Adobe shows it under Identities, without spaces',
	);
}
