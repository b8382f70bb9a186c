import type { DataflowChoice } from '../../lib/n8n/resourceChoice';
import {
	knownDataflows,
	STATE_MS,
	type KnownDataflow,
} from '../../lib/platform/services/dataflowCache';
import {
	findDataflow,
	type DataflowQuery,
	type FoundDataflow,
} from '../../lib/platform/services/dataflowNames';
import { LookupCache } from '../../lib/platform/services/lookupCache';
import type { Platform } from '../../lib/platform/transport/connectPlatform';
import { problemIn, ServiceError } from '../../lib/problem/serviceError';
import type { Settings } from './streamingSettings';

/** The dataflow that is meant: by its ID, by its name, or as the only one for such records. */
export type ChosenDataflow = { id: string } | DataflowQuery;

/** A dataflow as Adobe described it last, with its ID. */
export interface FoundDestination extends KnownDataflow {
	flowId: string;
	/** Makes the next lookup read the dataflow, and its name, again. */
	expire(): void;
}

/** A dataflow that is set up again has another ID, so an answer that the name is unknown counts at once. */
const ANSWERS_COUNT = { firstRetryMs: 0, outlivesAnswers: false };

const byName = new LookupCache<FoundDataflow>(undefined, ANSWERS_COUNT);

/** Not kept for long, because another dataflow makes the choice ambiguous. */
const onlyOnes = new LookupCache<FoundDataflow>(undefined, { ...ANSWERS_COUNT, keepMs: STATE_MS });

/**
 * Returns which dataflow is meant. Without a choice, the format of the records says which kind; if the dataflow is to
 * say the format, complete events are XDM records, and others may be either.
 */
export function chosenDataflow(
	format: Settings['format'],
	choice: DataflowChoice | undefined,
	areEvents: () => boolean,
): ChosenDataflow {
	if (choice) return choice;
	if (format === 'raw') return { only: 'raw' };
	return { only: format !== 'dataflow' || areEvents() ? 'xdm' : 'any' };
}

/**
 * Finds the dataflow. If one that was found by its name is gone, not enabled or renamed, the name is looked up again,
 * once.
 * @throws ServiceError
 */
export async function findChosenDataflow(
	chosen: ChosenDataflow,
	platform: Platform,
): Promise<FoundDestination> {
	if ('id' in chosen) return await read(chosen.id, platform);
	const cache = 'name' in chosen ? byName : onlyOnes;
	const key = JSON.stringify([platform.cacheKey, chosen]);
	const expireName = () => cache.expire(key);
	const findId = async () => {
		const { value, problem } = await cache.find(key, async (isKnown) => {
			const call = isKnown ? platform.callOnce : platform.call;
			return await findDataflow(call, chosen, true);
		});
		if (value) return value.id;
		throw problem ? new ServiceError(problem) : new Error('Neither a dataflow nor a problem');
	};
	const flowId = await findId();
	const found = await read(flowId, platform, expireName).catch(async (error: unknown) => {
		const isOutage = problemIn(error)?.retry === 'later';
		return isOutage ? await Promise.reject<FoundDestination>(error) : undefined;
	});
	if (found?.dataflow.state === 'enabled' && isStillMeant(found, chosen)) return found;
	expireName();
	const currentId = await findId();
	if (found && currentId === flowId) return found;
	return await read(currentId, platform, expireName);
}

/** Somebody may have renamed the dataflow, and given its name to another one. */
const isStillMeant = ({ dataflow: { name } }: FoundDestination, chosen: DataflowQuery) =>
	!('name' in chosen) || name.trim() === chosen.name;

async function read(
	flowId: string,
	platform: Platform,
	expireName = () => {},
): Promise<FoundDestination> {
	const { cacheKey } = platform;
	const known = await knownDataflows.find(cacheKey, flowId, platform);
	const expire = () => {
		knownDataflows.expire(cacheKey, flowId);
		expireName();
	};
	return { ...known, flowId, expire };
}
