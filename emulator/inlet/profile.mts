import { asArray, asObject, at, isObject } from '../json.mts';
import type { ProfileOutcome } from '../state/recordTypes.mts';
import type { World } from '../world.mts';

/** Adobe's guardrail: Profile drops an event of more than 10 KB (uncompressed JSON), and the data lake keeps it. */
const MAX_EVENT_BYTES = 10_000;

export interface ProfileResult {
	outcome: ProfileOutcome;
	reason: string | undefined;
}

/** Returns what Profile does with a stored event, including the rules that it applies without notice. */
export function toProfile(
	world: World,
	sandbox: string,
	datasetId: string,
	entity: unknown,
): ProfileResult {
	if (!isProfileEnabled(world, sandbox, datasetId)) {
		return {
			outcome: 'notEnabled',
			reason: 'Schema and dataset are not both enabled for Profile.',
		};
	}
	const bytes = Buffer.byteLength(JSON.stringify(entity));
	if (bytes > MAX_EVENT_BYTES) {
		return {
			outcome: 'dropped',
			reason: `The event has ${bytes} bytes; Profile takes ${MAX_EVENT_BYTES}.`,
		};
	}
	const unusable = checkIdentities(world, sandbox, entity);
	if (unusable !== undefined) return { outcome: 'skipped', reason: unusable };
	const { _id: id, timestamp } = asObject(entity);
	if (Date.parse(String(timestamp)) > world.now()) {
		return { outcome: 'skipped', reason: 'Its timestamp is in the future.' };
	}
	// Records of a person have no _id: a later one replaces the values of an earlier one.
	return id === undefined || world.records.isFirstInProfile(sandbox, String(id))
		? { outcome: 'ingested', reason: undefined }
		: { outcome: 'duplicate', reason: 'Profile has an event of this _id already.' };
}

function isProfileEnabled(world: World, sandbox: string, datasetId: string): boolean {
	const dataset = world.documents.get('dataSet', sandbox, datasetId);
	const schemaId = String(at(dataset, 'schemaRef.id'));
	const schema = world.documents.get('schema', sandbox, schemaId);
	return (
		hasProfileTag(dataset) && asArray(asObject(schema)['meta:immutableTags']).includes('union')
	);
}

/** Returns true if a dataset is tagged for Profile; Adobe's samples also contain `enabled: true` with a space. */
export function hasProfileTag(dataset: unknown): boolean {
	return asArray(at(dataset, 'tags.unifiedProfile')).some((tag) =>
		/^enabled:\s*true$/.test(String(tag)),
	);
}

function checkIdentities(world: World, sandbox: string, entity: unknown): string | undefined {
	const map = asObject(asObject(entity).identityMap);
	const codes = Object.keys(map);
	const known = new Set(world.documents.list('namespace', sandbox).map((one) => one.code));
	const unknown = codes.filter((code) => !known.has(code));
	if (unknown.length > 0) {
		return `The organization has no identity namespace ${unknown.join(', ')}.`;
	}
	const identities = codes.flatMap((code) => asArray(map[code])).filter(isObject);
	if (identities.length === 0) return 'The event has no identity.';
	const primaries = identities.filter((identity) => identity.primary === true);
	return primaries.length === 1
		? undefined
		: `${primaries.length || 'No'} identities are primary; exactly one must be.`;
}
