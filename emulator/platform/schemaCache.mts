import type { JsonObject } from '../json.mts';
import type { Documents } from '../state/documents.mts';
import { withPrimaryIdentity } from './descriptorRules.mts';
import { resolveSchema } from '../xdm/resolve.mts';
import { standardResources } from '../xdm/standard.mts';
import { createValidator } from '../xdm/validate.mts';

export type Validate = ReturnType<typeof createValidator>;

interface Compiled {
	full: JsonObject;
	validate: Validate;
}

/** Caches schemas with their references resolved, and their validators; cleared whenever the registry changes. */
export class SchemaCache {
	readonly #documents: Documents;
	readonly #compiled = new Map<string, Compiled>();

	constructor(documents: Documents) {
		this.#documents = documents;
	}

	/** Returns a schema, field group or class as registered, by `$id`. */
	lookup(sandbox: string, id: string): JsonObject | undefined {
		return (
			this.#documents.get('schema', sandbox, id) ??
			this.#documents.get('fieldGroup', sandbox, id) ??
			standardResources.find((resource) => resource.$id === id)?.schema
		);
	}

	/** Returns true if the ID is one of the standard classes. */
	isClass(id: string): boolean {
		return standardResources.some(
			(resource) => resource.$id === id && resource.resourceType === 'classes',
		);
	}

	/** Returns the full form of a registered schema (Adobe's `xed-full`); undefined if there is no such schema. */
	compiled(sandbox: string, id: string): Compiled | undefined {
		const key = `${sandbox} ${id}`;
		const known = this.#compiled.get(key);
		if (known) return known;
		const schema = this.#documents.get('schema', sandbox, id);
		if (!schema) return undefined;
		const descriptors = this.#documents
			.list('descriptor', sandbox)
			.filter((one) => one['xdm:sourceSchema'] === id);
		const resolved = resolveSchema(schema, (ref) => this.lookup(sandbox, ref));
		const full = withPrimaryIdentity(resolved, descriptors);
		const compiled = { full, validate: createValidator(full) };
		this.#compiled.set(key, compiled);
		return compiled;
	}

	clear(): void {
		this.#compiled.clear();
	}
}
