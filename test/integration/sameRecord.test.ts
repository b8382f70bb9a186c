import {
	applyMapping,
	normalizeMapping,
	validateMapping,
} from '../../emulator/dataprep/applyMapping.mts';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import { parseEvent } from '../../lib/chatlio/parse';
import type { ChatlioEventKind } from '../../lib/chatlio/types';
import { rawMappings, straightMappings, type DataPrepMapping } from '../../lib/xdm/dataPrep';
import { DEFAULT_OPTIONS } from '../../lib/xdm/options';
import { tenantKey } from '../../lib/xdm/tenant';
import { toXdmRecords } from '../../lib/xdm/toXdm';
import { chatlioFieldGroup, chatlioSchema } from '../../lib/xdm/fieldGroup';
import { resolvedWith, validatorFor } from '../harness/xdmSchema.mts';
import { documented } from '../payloads';

const TENANT = 'acme';
const NOW = '2026-03-01T10:20:30.456Z';
const FIELD_GROUP = 'https://ns.adobe.com/acme/mixins/chatlio';
const parts = [
	chatlioSchema(FIELD_GROUP, 'Chatlio'),
	FIELD_GROUP,
	chatlioFieldGroup(TENANT),
] as const;
const schema = resolvedWith(...parts);
const violations = validatorFor(...parts);
const kinds = CHATLIO_EVENTS.map(({ kind }) => kind);

/** Data Prep writes no zero milliseconds: the same moment is the same time. */
function withMoments(value: unknown): unknown {
	return JSON.parse(
		JSON.stringify(value).replace(
			/"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"/g,
			(_, time: string) => `"${new Date(time).toISOString()}"`,
		),
	);
}

function map(mappings: DataPrepMapping[], source: object) {
	const rows = mappings.map((row) => normalizeMapping(row));
	const { record, warnings } = applyMapping(rows, JSON.parse(JSON.stringify(source)), {
		targetSchema: schema,
		now: new Date(NOW),
	});
	return { record: withMoments(record), warnings };
}

/** What the mapper makes of an event with its default options, but for the whole transcript. */
function mapped(kind: ChatlioEventKind, payload: object) {
	const event = parseEvent(kind, payload as Record<string, unknown>, NOW);
	const options = {
		...DEFAULT_OPTIONS,
		transcripts: 'whole' as const,
		tenantKey: tenantKey(TENANT)!,
	};
	const [record] = toXdmRecords(event, options).records;
	return withMoments(record);
}

const raw = (kind: ChatlioEventKind, payload: object) =>
	map(rawMappings(TENANT), parseEvent(kind, payload as Record<string, unknown>, NOW));

const straight = (kind: ChatlioEventKind, payload: object) =>
	map(straightMappings(TENANT, kind), payload);

describe('the three ways', () => {
	it.each(kinds)('give the same record of the documented payload: %s', (kind) => {
		const expected = mapped(kind, documented[kind]);
		expect(raw(kind, documented[kind]).record).toEqual(expected);
		expect(straight(kind, documented[kind]).record).toEqual(expected);
	});

	it.each(kinds)('give a valid record without a warning: %s', (kind) => {
		for (const way of [raw, straight]) {
			const { record, warnings } = way(kind, documented[kind]);
			expect(warnings).toEqual([]);
			expect(violations(record)).toEqual([]);
		}
	});
});

describe('the mapping sets', () => {
	it.each([
		['raw', rawMappings(TENANT)] as const,
		...kinds.map((kind) => [kind, straightMappings(TENANT, kind)] as const),
	])('are accepted by Data Prep, each into a field of the schema: %s', (_, mappings) => {
		for (const row of mappings)
			expect([row.source, validateMapping(row, schema)]).toEqual([row.source, undefined]);
		const destinations = mappings.map(({ destination }) => destination);
		expect(new Set(destinations).size).toBe(destinations.length);
	});
});
