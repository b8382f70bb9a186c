import { applyMapping } from '../dataprep/applyMapping.mts';
import { asArray, asObject, asText, at, isObject } from '../json.mts';
import { storedMappings } from '../platform/mappingSetForms.mts';
import { mappingSetVersion } from '../platform/mappingSets.mts';
import type { RecordRow } from '../state/recordTypes.mts';
import type { World } from '../world.mts';

/** Result of evaluating a record for its dataset. */
export interface Evaluated {
	entity: unknown;
	/** Undefined if it is valid. */
	why: string | undefined;
	violations: unknown[];
	/** Fields that the mapping could not compute: the record continues without them. */
	warnings: unknown[];
}

/** Maps (raw data) and validates one accepted record against its dataset's schema. */
export function evaluate(world: World, row: RecordRow): Evaluated {
	const dataset = world.documents.get('dataSet', row.sandbox, row.datasetId ?? '');
	const schemaId = asText(at(dataset, 'schemaRef.id')) ?? '';
	const schema = world.schemas.compiled(row.sandbox, schemaId);
	if (!schema) return rejected(undefined, `The dataset ${row.datasetId} has no schema any more`);
	const message: unknown = JSON.parse(row.message);
	const { entity, warnings, why } =
		row.format === 'raw'
			? mapRecord(world, row, message, schema.full)
			: readMessage(world, row, message);
	if (why !== undefined) return rejected(entity, why, warnings);
	const violations = schema.validate(entity);
	const first = violations[0];
	if (!first) return { entity, why: undefined, violations, warnings };
	const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : '';
	return {
		entity,
		why: `${first.pointerToViolation}: ${first.message}${more}`,
		violations,
		warnings,
	};
}

interface Prepared {
	entity: unknown;
	warnings: unknown[];
	why: string | undefined;
}

/** Returns an XDM message's record, after the checks of the envelope that Adobe makes only after the response. */
function readMessage(world: World, row: RecordRow, message: unknown): Prepared {
	const entity = at(message, 'body.xdmEntity');
	const sourceName =
		asText(at(message, 'header.source.name')) ?? world.inlets.find(row.inletId)?.sourceName;
	let why: string | undefined;
	if (entity === undefined) why = 'Payload body is missing xdmEntity';
	else if (!sourceName) why = 'Payload header is missing Source Name';
	return { entity, warnings: [], why };
}

/** Maps a raw record with the dataflow's mapping set. Upsert messages contain their record in `body`. */
function mapRecord(
	world: World,
	row: RecordRow,
	message: unknown,
	targetSchema: Record<string, unknown>,
): Prepared {
	const flow = world.documents.get('flow', row.sandbox, row.flowId ?? '');
	const mapping = asArray(flow?.transformations).find((one) => asObject(one).name === 'Mapping');
	const set = mappingSetVersion(
		world,
		row.sandbox,
		String(at(mapping, 'params.mappingId')),
		Number(at(mapping, 'params.mappingVersion') ?? 0),
	);
	if (!set) return { entity: undefined, warnings: [], why: 'The dataflow has no mapping set' };
	const envelope = asObject(message);
	const upsert = isObject(envelope.header) && isObject(envelope.body);
	const { record, warnings } = applyMapping(
		storedMappings(set),
		asObject(upsert ? envelope.body : message),
		{ targetSchema, now: new Date(world.now()), mapTargets: world.settings.mapTargets },
	);
	return { entity: record, warnings, why: undefined };
}

function rejected(entity: unknown, why: string, warnings: unknown[] = []): Evaluated {
	const violation = {
		schemaLocation: '#',
		pointerToViolation: '#',
		causingExceptions: [],
		message: why,
	};
	return { entity, why, violations: [violation], warnings };
}
