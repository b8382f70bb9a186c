import { CHATLIO_EVENTS } from '../chatlio/events';
import type { ChatlioEventKind } from '../chatlio/types';

/** How events reach the dataset: mapped in n8n, mapped by Adobe from the trigger's item, or past n8n. */
export type Way = 'xdm' | 'raw' | 'straight';

/** What Chatlio posts to when it posts straight to Adobe. */
export type StraightSource = 'httpApi' | 'chatlioSource';

export interface SetUpSettings {
	/** Prefix of the names of all that is made. */
	name: string;
	way: Way;
	/** Of the way `straight`. */
	source: StraightSource;
	/** Whether the inlet wants a token; Chatlio cannot send one. */
	authenticated: boolean;
	/** Whether schema and dataset are enabled for Profile, which cannot be undone. */
	profile: boolean;
	/** Empty for one made from the name. */
	datasetName: string;
	/** Codes; empty: no such identity. */
	visitorNamespace: string;
	userNamespace: string;
	/** Whether a namespace that is missing is made, for ever. */
	createNamespaces: boolean;
	/** Whether a field group that was found gets what ours has got since. */
	mergeFieldGroup: boolean;
}

/** Flow Service separates values of a filter by commas and quotes some: such names could not be found again. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._()-]{0,79}$/u;

/** Whether everything made under the name can be found by it again. */
export const isUsableName = (name: string) => NAME.test(name);

/** The names of what one dataflow needs. */
export interface DataflowNames {
	flow: string;
	base: string;
	source: string;
	target: string;
	mappingSet: string;
	/** Of the way `straight`. */
	event?: ChatlioEventKind;
}

const SUFFIXES: Record<Way, string> = { xdm: 'XDM', raw: 'Raw', straight: 'Straight' };

/** Fixed, so that the same name finds everything again; ways are told apart, and share schema and dataset. */
export function sharedNames({ name, datasetName }: Pick<SetUpSettings, 'name' | 'datasetName'>) {
	return {
		fieldGroup: `${name} Fields`,
		schema: `${name} Events`,
		dataset: datasetName || `${name} Events`,
	};
}

/** One dataflow through n8n, five past it: there Adobe sees only the body, and three events have the same. */
export function dataflowNames({
	name,
	way,
	source,
}: Pick<SetUpSettings, 'name' | 'way' | 'source'>): DataflowNames[] {
	const base = `${name} ${SUFFIXES[way]} Connection`;
	const named = (flow: string, event?: ChatlioEventKind) => ({
		flow,
		base,
		source: `${flow} Source`,
		target: `${flow} Target`,
		mappingSet: `${flow} Mapping`,
		event,
	});
	if (way !== 'straight') return [named(`${name} ${SUFFIXES[way]}`)];
	const suffix = source === 'chatlioSource' ? ' (Chatlio Source)' : '';
	return CHATLIO_EVENTS.map(({ kind, title }) => named(`${name} ${title}${suffix}`, kind));
}
