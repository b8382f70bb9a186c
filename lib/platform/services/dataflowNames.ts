import { nearestName } from '../../problem/nearestName';
import { serviceError } from '../../problem/serviceError';
import { serviceText } from '../../problem/serviceText';
import { shorten } from '../../problem/shorten';
import type { PlatformCall } from '../transport/platformRequest';
import { findByNames } from './flowEntities';
import { listFlows } from './flowList';
import { isStreaming, summaryOf, type DataflowFormat, type Flow } from './flowService';

/** Which dataflow is meant: the one of a name, or the only one that takes records of a format. */
export type DataflowQuery = { name: string } | { only: DataflowFormat | 'any' };

/** A dataflow that was found. */
export interface FoundDataflow {
	id: string;
	name: string;
}

/** Names that a sentence lists. */
const NAMED = 5;

/** Flow Service splits the values of a filter at commas and removes quotes: other names are found without a filter. */
const FILTERABLE = /^[\p{L}\p{N} ._()-]+$/u;

/**
 * Finds the dataflow that is meant. Names are compared exactly, apart from spaces at their ends. Flow Service does not
 * promise that they are unique.
 * @param streamingOnly true if a dataflow without an inlet cannot be meant
 * @throws ServiceError if there is no such dataflow, or more than one
 */
export const findDataflow = async (
	call: PlatformCall,
	query: DataflowQuery,
	streamingOnly: boolean,
): Promise<FoundDataflow> =>
	'name' in query
		? await findByName(call, query.name, streamingOnly)
		: await findOnly(call, query.only);

async function findByName(
	call: PlatformCall,
	name: string,
	streamingOnly: boolean,
): Promise<FoundDataflow> {
	const isCandidate = (flow: Flow) => !streamingOnly || isStreaming(flow);
	const filtered = FILTERABLE.test(name) ? await findByNames<Flow>(call, 'flows', [name]) : [];
	let found: Flow[] = filtered.filter(isCandidate);
	if (found.length === 0) {
		// Adobe does not document how its filter compares names, so an empty result proves nothing.
		const flows = (await listFlows(call, {}, Infinity)).filter(isCandidate);
		found = flows.filter((flow) => nameOf(flow).trim() === name);
		if (found.length === 0) throw nameUnknown(name, flows.map(nameOf));
	}
	if (found.length === 1) return { id: found[0].id, name };
	const ids = found.map(({ id }) => id).join(', ');
	const values = { name: shorten(name), count: found.length, ids };
	throw serviceError('dataflow.nameAmbiguous', values, { field: 'Dataflow' });
}

const nameOf = (flow: Flow): string => summaryOf(flow).name;

function nameUnknown(name: string, existing: readonly string[]) {
	const nearest = nearestName(name, existing);
	const exist = nearest === undefined ? whatExists(existing) : `Did you mean "${quoted(nearest)}"?`;
	const values = { name: shorten(name), exist };
	return serviceError('dataflow.nameUnknown', values, { field: 'Dataflow' });
}

function whatExists(names: readonly string[]): string {
	if (names.length === 0)
		return 'The sandbox has no dataflow that you can choose here: create one with Set Up.';
	return `The sandbox has ${listed(names)}.`;
}

const quoted = (name: string) => serviceText(name, 100);

/** Quotes the first names and counts the others. */
function listed(names: readonly string[]): string {
	const texts = names.slice(0, NAMED).map((name) => `"${quoted(name)}"`);
	const more = names.length - texts.length;
	if (more > 0) texts.push(`${more} more`);
	return texts.length === 1 ? texts[0] : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

const KINDS = { xdm: 'for XDM records', raw: 'for raw data', any: 'with an inlet' } as const;

async function findOnly(call: PlatformCall, only: DataflowFormat | 'any'): Promise<FoundDataflow> {
	const flows = (await listFlows(call, { streamingOnly: true }, Infinity)).map(summaryOf);
	// One whose format is not known may be of every kind.
	const fitting = flows.filter(({ format }) => only === 'any' || !format || format === only);
	if (fitting.length === 1) return fitting[0];
	const kind = KINDS[only];
	const reason =
		fitting.length === 0
			? `the sandbox has none ${kind}`
			: `the sandbox has several ${kind}: ${listed(fitting.map(({ name }) => name))}`;
	throw serviceError('dataflow.notChosen', { reason }, { field: 'Dataflow' });
}
