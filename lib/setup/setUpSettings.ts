import { CHATLIO_EVENTS } from '../chatlio/events';
import type { ChatlioEventKind } from '../chatlio/chatlioEvent';
import type { CustomField } from '../xdm/fields/customFields';

/** Ways to deliver events to the dataset: mapped in n8n, mapped by Adobe from the trigger's item, or without n8n. */
export type DeliveryRoute = 'xdm' | 'raw' | 'direct';

/** Destinations that Chatlio can post to without n8n. */
export type DirectSource = 'httpApi' | 'chatlioConnector';

export interface SetUpSettings {
	/** Prefix of the names of everything that is created. */
	name: string;
	deliveryRoute: DeliveryRoute;
	/** Only for the direct route. */
	source: DirectSource;
	/** True if the inlet requires a token; Chatlio cannot send one. */
	authenticated: boolean;
	/** True if schema and dataset are enabled for Profile, which cannot be undone. */
	profile: boolean;
	/** Empty: a name is derived from the prefix. */
	datasetName: string;
	/** Namespace codes; empty means no such identity. */
	visitorNamespace: string;
	userNamespace: string;
	/** True if a missing namespace is created, permanently. */
	createNamespaces: boolean;
	/** True if an existing field group gets the fields that it lacks. */
	mergeFieldGroup: boolean;
	/** True if fields for personal data are labeled. */
	labelPersonalData: boolean;
	/** Fields that the user declared; those that exist already may be absent. */
	customFields: readonly CustomField[];
}

/** Flow Service splits filter values at commas and quotes some of them: such names could not be found again. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._()-]{0,79}$/u;

/** Returns true if everything created under the name can be found by it again. */
export const isUsableName = (name: string) => NAME.test(name);

/** Names of the resources that one dataflow needs. */
export interface DataflowNames {
	flow: string;
	base: string;
	source: string;
	target: string;
	mappingSet: string;
	/** Only for the direct route. */
	event?: ChatlioEventKind;
}

const SUFFIXES: Record<DeliveryRoute, string> = { xdm: 'XDM', raw: 'Raw', direct: 'Direct' };

/** Returns the fixed names that find everything again; all delivery routes share schema and dataset. */
export function sharedNames({ name, datasetName }: Pick<SetUpSettings, 'name' | 'datasetName'>) {
	return {
		fieldGroup: `${name} Fields`,
		schema: `${name} Events`,
		dataset: datasetName || `${name} Events`,
	};
}

/**
 * Returns the names for one dataflow through n8n, or five without it: there, Adobe sees only the body, and three events
 * have the same body.
 */
export function dataflowNames({
	name,
	deliveryRoute,
	source,
}: Pick<SetUpSettings, 'name' | 'deliveryRoute' | 'source'>): DataflowNames[] {
	const base = `${name} ${SUFFIXES[deliveryRoute]} Connection`;
	const namesFor = (flow: string, event?: ChatlioEventKind) => ({
		flow,
		base,
		source: `${flow} Source`,
		target: `${flow} Target`,
		mappingSet: `${flow} Mapping`,
		event,
	});
	if (deliveryRoute !== 'direct') return [namesFor(`${name} ${SUFFIXES[deliveryRoute]}`)];
	const suffix = source === 'chatlioConnector' ? ' (Chatlio Connector)' : '';
	return CHATLIO_EVENTS.map(({ kind, title }) => namesFor(`${name} ${title}${suffix}`, kind));
}
