import type { PlatformCall } from '../platform/transport/platformRequest';
import { patchResourceRequest, readResource } from '../platform/services/schemaRegistry';
import { serviceError } from '../problem/serviceError';
import {
	CUSTOM_TYPE_LABELS,
	customObjectOf,
	readCustomFields,
	type CustomField,
} from '../xdm/fields/customFields';
import { requireTenantKey } from '../xdm/fields/tenantKey';
import { chatlioFieldGroup } from '../xdm/schema/chatlioSchema';
import { changeResource, ensureResource, findOne, type SetUpRun } from './ensureResource';
import { fieldGroupPatch } from './fieldGroupPatch';
import { CUSTOM_FIELDS_LABEL, missingCustomFields } from './missingCustomFields';
import { registryResource } from './ensureSchema';
import type { SetUpSettings } from './setUpSettings';

const KIND = 'field group';

/** The difference between the field group and what it must have. */
export interface FieldGroupPlan {
	exists: boolean;
	/** Creates the field group, or holds what an existing one must have. */
	body: { title: string };
	/** Custom fields that it does not have yet. */
	missing: readonly CustomField[];
	/** Custom fields that it will have. */
	customFields: readonly CustomField[];
}

/**
 * Compares the field group with what it needs, without changing anything.
 * @throws ServiceError if it has one of the fields in another form, which Adobe never changes
 */
export async function planFieldGroup(
	call: PlatformCall,
	title: string,
	tenantId: string,
	{ customFields: declared, mergeFieldGroup }: SetUpSettings,
): Promise<FieldGroupPlan> {
	const key = requireTenantKey(tenantId);
	const bodyWith = (fields: readonly CustomField[]) => ({
		...chatlioFieldGroup(tenantId, undefined, fields),
		title,
	});
	const existing = await findOne(call, registryResource('fieldgroups', KIND, { title }));
	if (!existing) {
		const missing = missingCustomFields(undefined, declared, key);
		return { exists: false, body: bodyWith(missing), missing, customFields: missing };
	}
	// Only with its references resolved, it shows the fields that people added in Adobe's editor.
	const resolved = await readResource(call, 'fieldgroups', existing.$id, 'full');
	const custom = customObjectOf(resolved, key);
	const missing = missingCustomFields(custom, declared, key);
	if (missing.length > 0 && !mergeFieldGroup) throw notMerged(missing);
	const body = bodyWith(missing);
	if (mergeFieldGroup) {
		fieldGroupPatch(await readResource(call, 'fieldgroups', existing.$id, 'plain'), body);
	}
	const customFields = [...readCustomFields(custom?.properties), ...missing];
	return { exists: true, body, missing, customFields };
}

const notMerged = (missing: readonly CustomField[]) =>
	serviceError(
		'setting.conflict',
		{
			reason: `The field group already exists without the custom fields ${missing.map(({ name }) => name).join(', ')}`,
			advice: 'Turn on Options > Merge Field Group to add them, or remove them from Custom Fields.',
		},
		{ field: CUSTOM_FIELDS_LABEL },
	);

/** Finds or creates the field group; an existing one gets the fields that it lacks, if requested. */
export async function ensureFieldGroup(
	run: SetUpRun,
	{ exists, body, missing }: FieldGroupPlan,
	merge: boolean,
): Promise<string> {
	const added = noteOn(missing);
	const resource = registryResource('fieldgroups', KIND, body, exists ? undefined : added);
	const { id, existing } = await ensureResource(run, resource);
	if (existing && merge) {
		const name = body.title;
		const note = added ? `${added} ${OLD_SCHEMA}` : OLD_SCHEMA;
		await changeResource(run, { kind: KIND, name, id, note }, async () => {
			const present = await readResource(run.call, 'fieldgroups', id, 'plain');
			const additions = fieldGroupPatch(present, body);
			return additions.length > 0
				? patchResourceRequest('fieldgroups', id, name, additions)
				: undefined;
		});
	}
	return id;
}

/** Source: Adobe, "Streaming ingestion troubleshooting". */
const OLD_SCHEMA = 'For up to 15 minutes, Adobe may reject records that have new fields.';

function noteOn(missing: readonly CustomField[]): string | undefined {
	if (missing.length === 0) return undefined;
	const fields = missing.map(({ name, type }) => `${name} (${CUSTOM_TYPE_LABELS[type]})`);
	return `Custom fields: ${fields.join(', ')}.`;
}
