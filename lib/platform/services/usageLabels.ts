import { isRecord } from '../../http/isRecord';
import { textOf } from '../../http/textOf';
import type { Page } from '../../http/pages';
import { pathSegment } from '../../http/pathSegment';
import { readPages } from '../transport/paging';
import type { RegistryResource } from './schemaRegistry';
import type { PlatformCall, PlatformRequest } from '../transport/platformRequest';

/** Source: Adobe, "Descriptors endpoint" of the Schema Registry API. */
const DESCRIPTORS = '/data/foundation/schemaregistry/tenant/descriptors';

/**
 * Type of the descriptors that label fields. Adobe's page on descriptors does not list it; Adobe's Python client writes
 * it, and Adobe's editor makes it. Source: adobe/aepp, `fieldgroupmanager.py`.
 */
const LABEL = 'xdm:descriptorLabel';

/** The form of a list that has pages. Source: as for DESCRIPTORS. */
const ACCEPT = 'application/vnd.adobe.xdm-v2+json';

/** Adobe's labels; those of an organization begin with `custom/`. */
const CORE = 'core/';

/** Data usage labels of one field of a schema, field group or class. */
export interface LabeledField {
	id: string;
	/** `$id` of the resource. */
	resourceId: string;
	/** Dotted, from the top of the record. */
	path: string;
	/** Adobe's labels without their prefix, e.g. `I1`; others as they are, e.g. `custom/Vip`. */
	labels: string[];
}

/** Lists the labeled fields of all schemas and field groups of the sandbox. */
export async function listLabeledFields(call: PlatformCall): Promise<LabeledField[]> {
	const descriptors = await readPages(Infinity, async (start): Promise<Page<unknown>> => {
		const page = await call({
			task: 'list the data usage labels',
			path: DESCRIPTORS,
			query: { property: `@type==${LABEL}`, start },
			headers: { Accept: ACCEPT },
		});
		const { results, _page, [LABEL]: ofType } = isRecord(page) ? page : {};
		const next = isRecord(_page) && typeof _page.next === 'string' ? _page.next : undefined;
		// The forms without pages group the descriptors by type.
		return { entities: listOf(results ?? ofType), next };
	});
	return descriptors.flatMap((descriptor) => {
		if (!isRecord(descriptor) || descriptor['@type'] !== LABEL) return [];
		const path = (textOf(descriptor['xdm:sourceProperty']) ?? '').replace(/^\/|\/$/g, '');
		return {
			id: textOf(descriptor['@id']) ?? '',
			resourceId: textOf(descriptor['xdm:sourceSchema']) ?? '',
			path: path.replaceAll('/', '.'),
			labels: labelsOf(descriptor),
		};
	});
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/**
 * Reads the labels in every form that is known: `xdm:labels` or `xdm:label`, as texts or as objects. Sources:
 * adobe/aepp (texts); the XDM repository, "Label Descriptor" (objects).
 */
function labelsOf(descriptor: Record<string, unknown>): string[] {
	const labels = [descriptor['xdm:labels'] ?? descriptor['xdm:label'] ?? []].flat() as unknown[];
	return labels
		.flatMap((label) => textOf(isRecord(label) ? label.labelValue : label) || [])
		.map((label) => (label.startsWith(CORE) ? label.slice(CORE.length) : label));
}

/**
 * Labels a field and returns the ID of the descriptor.
 * @param field with Adobe's own labels, without their prefix
 */
export async function labelField(
	call: PlatformCall,
	{ resourceId, path, labels }: Omit<LabeledField, 'id'>,
): Promise<string> {
	const response = await call({
		task: `label the field ${path}`,
		method: 'POST',
		path: DESCRIPTORS,
		body: {
			'@type': LABEL,
			'xdm:sourceSchema': resourceId,
			'xdm:sourceVersion': 1,
			'xdm:sourceProperty': `/${path.replaceAll('.', '/')}`,
			'xdm:labels': labels.map((label) => `${CORE}${label}`),
		},
		advice: "Label the field in Adobe's schema editor.",
	});
	return (isRecord(response) && textOf(response['@id'])) || '';
}

/** Creates the request that removes the labels of one field. */
export const removeLabelsRequest = ({ id, path }: LabeledField): PlatformRequest => ({
	task: `remove the labels of the field ${path}`,
	method: 'DELETE',
	path: `${DESCRIPTORS}/${pathSegment(id)}`,
});

/**
 * Returns the labels of a field of a schema. A label of a list, map or object applies to all that it holds.
 * @param path as in a list of the schema's fields: `[]` follows a list
 */
export const labelsOfField = (labeledFields: readonly LabeledField[], path: string): string[] => {
	const steps = `${path.replaceAll('[]', '')}.`;
	const labels = labeledFields.filter((field) => steps.startsWith(`${field.path}.`));
	return [...new Set(labels.flatMap((field) => field.labels))];
};

/**
 * Lists the labeled fields of a schema: its own, those of the resources that it extends, and Adobe's fields, which have
 * the labels of every schema that shares them. Source: Adobe, "Manage data usage labels for a schema".
 */
export async function listLabeledFieldsOf(call: PlatformCall, schema: RegistryResource) {
	const ids = [schema.$id, ...listOf(schema['meta:extends'])];
	return (await listLabeledFields(call)).filter(
		({ resourceId, path }) => ids.includes(resourceId) || !path.startsWith('_'),
	);
}
