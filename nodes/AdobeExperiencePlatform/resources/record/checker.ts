import { listNamespaces } from '../../../../lib/platform/identityNamespaces';
import type { Platform } from '../../../../lib/platform/open';
import { readResource } from '../../../../lib/platform/schemaRegistry';
import { isForProfile, profileViolations } from '../../../../lib/xdm/validate/profile';
import type { Findings, XdmSchema } from '../../../../lib/xdm/validate/schema';
import { validateRecord } from '../../../../lib/xdm/validate/validate';

export type ProfileRules = 'always' | 'never' | 'whenEnabled';

interface Asked {
	schema: Promise<XdmSchema>;
	namespaces?: Promise<ReadonlySet<string>>;
}

/** Checks records, each schema and the namespaces of each sandbox read once. */
export function recordChecker() {
	const known = new Map<string, Asked>();
	return async (
		{ call, sandbox }: Platform,
		schemaId: string,
		rules: ProfileRules,
		record: unknown,
	): Promise<Findings> => {
		const key = `${sandbox} ${schemaId}`;
		const asked: Asked = known.get(key) ?? {
			schema: readResource(call, 'schemas', schemaId, 'full'),
		};
		known.set(key, asked);
		const schema = await asked.schema;
		const findings = validateRecord(schema, record);
		const wanted = rules === 'always' || (rules === 'whenEnabled' && isForProfile(schema));
		if (!wanted || typeof record !== 'object' || record === null) return findings;
		asked.namespaces ??= listNamespaces(call).then((all) => new Set(all.map(({ code }) => code)));
		const ofProfile = profileViolations(record, await asked.namespaces);
		return { ...findings, violations: [...findings.violations, ...ofProfile] };
	};
}
