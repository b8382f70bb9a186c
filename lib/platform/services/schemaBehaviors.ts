import { readResource, type RegistryResource } from './schemaRegistry';
import type { PlatformCall } from '../transport/platformRequest';

/** Adobe's behavior of a schema: `time-series` for events, `record` for everything else. */
export type Behavior = 'time-series' | 'record';

/** Milliseconds after which a schema without a known behavior is looked up again. */
const RETRY_MS = 60_000;
/** Schemas that are remembered; the one that was looked up first goes first. */
const MOST_SCHEMAS = 1_000;

interface Entry {
	behavior?: Behavior;
	until: number;
}

/**
 * Looks up the behaviors of schemas, once per process and credential: a schema cannot get another one. This only saves
 * requests: every process has its own.
 */
export class SchemaBehaviors {
	private readonly entries = new Map<string, Entry>();

	constructor(private readonly now: () => number = () => Date.now()) {}

	/**
	 * Returns the behavior of a schema; undefined if Adobe does not say it, for example because the credential may not
	 * read schemas: that is no reason to send nothing. Never throws.
	 * @param account distinguishes credentials and sandboxes, e.g. a fingerprint
	 */
	async find(account: string, schemaId: string, call: PlatformCall): Promise<Behavior | undefined> {
		const key = `${account}/${schemaId}`;
		const known = this.entries.get(key);
		if (known && this.now() < known.until) return known.behavior;
		try {
			const behavior = await readBehavior(call, schemaId);
			this.keep(key, { behavior, until: behavior ? Infinity : this.now() + RETRY_MS });
			return behavior;
		} catch {
			this.keep(key, { until: this.now() + RETRY_MS });
			return undefined;
		}
	}

	private keep(key: string, entry: Entry): void {
		this.entries.set(key, entry);
		const [oldest] = this.entries.keys();
		if (this.entries.size > MOST_SCHEMAS) this.entries.delete(oldest);
	}
}

async function readBehavior(call: PlatformCall, schemaId: string) {
	return behaviorOf(await readResource(call, 'schemas', schemaId, 'plain'));
}

const CLASSES = 'https://ns.adobe.com/xdm/context/';
const BEHAVIORS = 'https://ns.adobe.com/xdm/data/';

const EVENT_PARTS = [`${BEHAVIORS}time-series`, `${CLASSES}experienceevent`];
const RECORD_PARTS = [`${BEHAVIORS}record`, `${CLASSES}profile`];

/**
 * Returns the behavior that a schema has from its class; undefined if it names none. Source: Schema Registry API guide,
 * "meta:extends" and "meta:class".
 */
export function behaviorOf(schema: RegistryResource): Behavior | undefined {
	const { allOf } = schema;
	const references = Array.isArray(allOf)
		? allOf.map((part: { $ref?: unknown } | null) => part?.$ref)
		: [];
	const parts: unknown[] = [schema['meta:extends'], schema['meta:class'], references].flat();
	if (EVENT_PARTS.some((part) => parts.includes(part))) return 'time-series';
	return RECORD_PARTS.some((part) => parts.includes(part)) ? 'record' : undefined;
}
