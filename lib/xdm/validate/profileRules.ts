import { writeExactJson } from '../../http/exactJson';
import { PROFILE_EVENT_BYTES } from '../../http/adobeLimits';
import type { Violation, XdmSchema } from './xdmSchema';

/**
 * Returns true if records of the schema go into Profile. Source: Adobe, Schema Registry API guide,
 * "meta:immutableTags".
 */
export const isForProfile = ({ 'meta:immutableTags': tags }: XdmSchema) =>
	tags?.includes('union') ?? false;

/**
 * Finds violations that Adobe does not report: it stores such an event in the dataset but leaves it out of Profile.
 * @param record as it would be sent
 * @param namespaces codes of the organization's identity namespaces, case-sensitive
 * Sources: Adobe, "Guardrails for Real-Time Customer Profile data" (10 KB), "Identity Map schema field group".
 */
export function profileViolations(record: object, namespaces: ReadonlySet<string>): Violation[] {
	return [...tooLarge(record), ...wrongIdentities(record, namespaces)];
}

function tooLarge(record: object): Violation[] {
	const bytes = Buffer.byteLength(writeExactJson(record));
	if (bytes <= PROFILE_EVENT_BYTES) return [];
	return [
		{
			field: '(record)',
			rule: `the event has ${bytes} bytes, Profile takes ${PROFILE_EVENT_BYTES}`,
			fix: 'Shorten its longest texts, or split it into several events.',
		},
	];
}

interface Identity {
	primary?: unknown;
}

function wrongIdentities(record: object, namespaces: ReadonlySet<string>): Violation[] {
	const { identityMap } = record as { identityMap?: Record<string, unknown> };
	// The schema's own rules report a wrong type.
	if (typeof identityMap !== 'object' || identityMap === null) return [];
	const byLowerCase = new Map([...namespaces].map((code) => [code.toLowerCase(), code]));
	const unknown = Object.keys(identityMap)
		.filter((code) => !namespaces.has(code))
		.map((code) => unknownNamespace(code, byLowerCase.get(code.toLowerCase())));
	const primaries = Object.values(identityMap)
		.flat()
		.filter((identity) => (identity as Identity | null)?.primary === true).length;
	if (primaries === 1) return unknown;
	return [
		...unknown,
		{
			field: 'identityMap',
			rule: `${primaries || 'none'} of the identities ${primaries > 1 ? 'are' : 'is'} primary`,
			fix: 'Set primary to true for exactly one of them.',
		},
	];
}

function unknownNamespace(code: string, meant: string | undefined): Violation {
	return {
		field: `identityMap.${code}`,
		rule: `the organization has no identity namespace ${code}`,
		fix: meant
			? `Write it ${meant}: upper and lower case matter.`
			: 'Use the code of an existing namespace, or create this one: it can never be deleted.',
	};
}
