import { schemasWith } from '../platform/services/schemaRegistry';
import {
	listLabeledFields,
	removeLabelsRequest,
	type LabeledField,
} from '../platform/services/usageLabels';
import type { PlatformCall } from '../platform/transport/platformRequest';
import { labelOfField } from '../xdm/fields/usageLabels';
import { reasonSchemaIsNeeded, type DeletableResource } from './deletableResources';
import { labelName, unlessRejected } from './ensureLabels';
import { LABEL_KIND } from './ensureResource';

/**
 * Finds the labels that Set Up applied to the fields of the schemas and field groups: those of its fields with exactly
 * its label. They are kept as long as the fields hold data or are in another schema.
 */
export async function findLabels(
	call: PlatformCall,
	schemas: readonly DeletableResource[],
	fieldGroups: readonly DeletableResource[],
): Promise<DeletableResource[]> {
	const owners = [...schemas, ...fieldGroups];
	if (owners.length === 0) return [];
	const labeled = await unlessRejected(async () => await listLabeledFields(call));
	// A credential that may not list labels could not apply them either.
	if (!Array.isArray(labeled)) return [];
	const labels = labeled.filter(
		(label) => isOfSetUp(label) && owners.some(({ id }) => id === label.resourceId),
	);
	let reason: Promise<string | undefined> | undefined;
	const reasonToKeep = async () =>
		await (reason ??= reasonToKeepFields(call, schemas, fieldGroups));
	return labels.map((label) => ({
		kind: LABEL_KIND,
		name: labelName(label),
		id: label.id,
		request: removeLabelsRequest(label),
		uses: [],
		foundBy: [label.resourceId],
		reasonToKeep,
	}));
}

const isOfSetUp = ({ path, labels }: LabeledField) =>
	labels.length === 1 && labels[0] === labelOfField(path);

/** Asked only once the dataset is gone or is kept. */
async function reasonToKeepFields(
	call: PlatformCall,
	schemas: readonly DeletableResource[],
	fieldGroups: readonly DeletableResource[],
): Promise<string | undefined> {
	for (const { id } of schemas) {
		if (await reasonSchemaIsNeeded(call, id)) return 'The schema of the field is kept';
	}
	for (const { id } of fieldGroups) {
		const others = await schemasWith(call, id);
		const other = others.find(({ $id }) => !schemas.some((schema) => schema.id === $id));
		if (other) return `The schema "${other.title ?? other.$id}" has the field, too`;
	}
	return undefined;
}
