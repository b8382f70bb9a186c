import { listNamespaces } from '../../../../lib/platform/services/identityService';
import type { Platform } from '../../../../lib/platform/transport/connectPlatform';
import { readResource } from '../../../../lib/platform/services/schemaRegistry';
import { isForProfile, profileViolations } from '../../../../lib/xdm/validate/profileRules';
import type { Findings, XdmSchema } from '../../../../lib/xdm/validate/xdmSchema';
import { validateRecord } from '../../../../lib/xdm/validate/validateRecord';

export type ProfileRules = 'always' | 'never' | 'whenEnabled';

interface SchemaEntry {
	schema: Promise<XdmSchema>;
	namespaces?: Promise<ReadonlySet<string>>;
}

/** Creates a function that validates records; each schema and the namespaces of each sandbox are read only once. */
export function recordChecker() {
	const entries = new Map<string, SchemaEntry>();
	return async (
		{ call, sandbox }: Platform,
		schemaId: string,
		rules: ProfileRules,
		record: unknown,
	): Promise<Findings> => {
		const key = `${sandbox} ${schemaId}`;
		const entry: SchemaEntry = entries.get(key) ?? {
			schema: readResource(call, 'schemas', schemaId, 'full'),
		};
		entries.set(key, entry);
		const schema = await entry.schema;
		const findings = validateRecord(schema, record);
		const usesProfileRules =
			rules === 'always' || (rules === 'whenEnabled' && isForProfile(schema));
		if (!usesProfileRules || typeof record !== 'object' || record === null) return findings;
		entry.namespaces ??= listNamespaces(call).then((all) => new Set(all.map(({ code }) => code)));
		const profileFindings = profileViolations(record, await entry.namespaces);
		return { ...findings, violations: [...findings.violations, ...profileFindings] };
	};
}
