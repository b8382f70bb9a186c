import { listNamespaces } from '../platform/services/identityService';
import type { PlatformCall } from '../platform/transport/platformRequest';
import { createProblem, type Problem } from '../problem/problem';
import { problemIn } from '../problem/serviceError';
import { toProblem } from '../problem/toProblem';
import {
	findDatasetToDelete,
	findFieldGroups,
	findFlowEntities,
	findSchemas,
	type DeletableResource,
} from './deletableResources';
import { findMappingSets } from './ensureMappingSet';
import { accountOf, mayHaveActed } from './ensureResource';
import { findLabels } from './removableLabels';
import {
	dataflowNames,
	sharedNames,
	type DataflowNames,
	type SetUpSettings,
} from './setUpSettings';

export interface RemoveSettings
	extends Pick<SetUpSettings, 'name' | 'datasetName' | 'visitorNamespace' | 'userNamespace'> {
	/** True if a dataset is deleted with its data. */
	withData: boolean;
}

/** Result for one resource that was created under the name. */
export interface Removal {
	kind: string;
	name: string;
	id: string;
	/** `unknown`: it may or may not still exist. `not deletable`: Adobe offers no way to delete it. */
	outcome: 'removed' | 'kept' | 'not tried' | 'unknown' | 'not deletable';
	/** Reason that it still exists, or may. */
	reason?: string;
	/** Set if something went wrong; absent for what is kept on purpose. */
	problem?: Problem;
}

/**
 * Deletes everything that `setUp` creates under a name, for every delivery route. Every resource gets one row, whatever
 * happens once the first one is deleted; a second run continues.
 * @param stopped returns true once the user has stopped the execution
 * @throws ServiceError before anything is deleted if Adobe does not list the resources or several have one name
 */
export async function remove(
	call: PlatformCall,
	settings: RemoveSettings,
	stopped: () => boolean = () => false,
): Promise<Removal[]> {
	const names = sharedNames(settings);
	const dataflows = allDataflows(settings.name);
	const flowEntities = await findFlowEntities(call, dataflows);
	const datasets = await findDatasetToDelete(call, names.dataset, settings.withData);
	const schemas = await findSchemas(call, names.schema);
	const fieldGroups = await findFieldGroups(call, names.fieldGroup);
	const labels = await findLabels(call, schemas, fieldGroups);
	const permanent = await findPermanent(call, settings, dataflows);

	const removals: Removal[] = [];
	/** By the ID of a resource, the row of one that uses it and may still exist. */
	const users = new Map<string, Removal>();
	for (const resource of [...flowEntities, ...datasets, ...labels, ...schemas, ...fieldGroups]) {
		const cause = stopped() ? STOPPED : users.get(resource.id);
		const removal = cause ? leave(resource, cause) : await removeOne(call, resource, stopped);
		removals.push(removal);
		if (removal.outcome !== 'removed') {
			const needed = removal.problem
				? [...resource.uses, ...(resource.foundBy ?? [])]
				: resource.uses;
			for (const id of needed) users.set(id, users.get(id) ?? removal);
		}
	}
	return [...removals, ...permanent];
}

/** Returns the first problem of an account, with the whole account in its advice; undefined if nothing went wrong. */
export function removalProblem(removals: readonly Removal[]): Problem | undefined {
	const problem = removals.find((removal) => removal.problem)?.problem;
	if (!problem) return undefined;
	const advice = `${problem.advice} What became of each resource: ${accountOf(removals)}. Run it again: it continues from there.`;
	return { ...problem, advice };
}

const IN_USE = 'What is kept needs it';

/** The reason that nothing more is deleted. */
const STOPPED = { problem: createProblem('remove.stopped', {}) };

/** Leaves a resource alone because of a resource that needs it and still exists, or because the user stopped. */
function leave(resource: DeletableResource, cause: Pick<Removal, 'problem'> & Partial<Removal>) {
	const { problem, kind, name, outcome } = cause;
	if (!problem) return rowOf(resource, 'kept', IN_USE);
	const reason =
		kind === undefined
			? problem.message
			: `The ${kind} "${name}" needs it and ${outcome === 'unknown' ? 'may still exist' : 'still exists'}`;
	return rowOf(resource, 'not tried', reason, problem);
}

/** Names for every delivery route, because it is not known which of them were used. */
const allDataflows = (name: string): DataflowNames[] => [
	...dataflowNames({ name, deliveryRoute: 'xdm', source: 'httpApi' }),
	...dataflowNames({ name, deliveryRoute: 'raw', source: 'httpApi' }),
	...dataflowNames({ name, deliveryRoute: 'direct', source: 'httpApi' }),
	...dataflowNames({ name, deliveryRoute: 'direct', source: 'chatlioConnector' }),
];

const rowOf = (
	{ kind, name, id }: DeletableResource,
	outcome: Removal['outcome'],
	reason?: string,
	problem?: Problem,
): Removal => ({
	kind,
	name,
	id,
	outcome,
	...(reason !== undefined && { reason }),
	...(problem && { problem }),
});

/** Deletes one resource and returns its row. */
async function removeOne(
	call: PlatformCall,
	resource: DeletableResource,
	stopped: () => boolean,
): Promise<Removal> {
	// Stopping the execution also ends the request that is under way.
	const problemOf = (error: unknown) => (stopped() ? STOPPED.problem : toProblem(error));
	try {
		const keepReason = await resource.reasonToKeep?.();
		if (keepReason !== undefined) return rowOf(resource, 'kept', keepReason);
	} catch (error) {
		const problem = problemOf(error);
		return rowOf(resource, 'not tried', problem.message, problem);
	}
	try {
		await deleteOne(call, resource);
		return rowOf(resource, 'removed');
	} catch (error) {
		const problem = problemOf(error);
		if (REJECTED.includes(problem.status ?? 0) && !stopped()) {
			// If it cannot be found out, the rejection is what is known.
			const reason = await resource.reasonItIsNeeded?.().catch(() => undefined);
			if (reason !== undefined) return rowOf(resource, 'kept', reason);
		}
		const outcome = mayHaveActed(error) ? 'unknown' : 'kept';
		return rowOf(resource, outcome, problem.message, problem);
	}
}

const NOT_FOUND = 404;

/** Deletes one resource. After a lost reply it tries once more: a resource that is gone by then was deleted. */
async function deleteOne(call: PlatformCall, { request }: DeletableResource): Promise<void> {
	await call(request)
		.catch(async (cause: unknown) =>
			mayHaveActed(cause) ? await call(request) : await Promise.reject(cause),
		)
		.catch(async (cause: unknown) =>
			problemIn(cause)?.status === NOT_FOUND ? undefined : await Promise.reject(cause),
		);
}

/** Statuses with which a service may reject the deletion of something in use. */
const REJECTED = [400, 409, 422];

const NOT_DELETABLE = 'Adobe offers no way to delete it';

/** Mapping sets and identity namespaces are permanent. */
async function findPermanent(
	call: PlatformCall,
	{ visitorNamespace, userNamespace }: RemoveSettings,
	dataflows: DataflowNames[],
): Promise<Removal[]> {
	const sets = await findMappingSets(
		call,
		dataflows.map(({ mappingSet }) => mappingSet),
	);
	const namespaces = (await listNamespaces(call)).filter(
		({ code, custom }) => custom && [visitorNamespace, userNamespace].includes(code),
	);
	const permanentResource = (kind: string, name: string, id: string): Removal => {
		return { kind, name, id, outcome: 'not deletable', reason: NOT_DELETABLE };
	};
	return [
		...sets.map(({ id, name }) => permanentResource('mapping set', name, id)),
		...namespaces.map(({ code }) => permanentResource('identity namespace', code, code)),
	];
}
