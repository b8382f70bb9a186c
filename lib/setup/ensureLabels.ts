import { schemasWith } from '../platform/services/schemaRegistry';
import { labelField, listLabeledFields, type LabeledField } from '../platform/services/usageLabels';
import { createProblem, problemText, type Problem } from '../problem/problem';
import { problemIn } from '../problem/serviceError';
import type { FieldLabel } from '../xdm/fields/usageLabels';
import { ENVIRONMENT_DETAILS } from '../xdm/schema/chatlioSchema';
import { ensureResource, LABEL_KIND, type SetUpRun, type SetUpStep } from './ensureResource';

export const labelName = ({ path, labels }: Pick<LabeledField, 'path' | 'labels'>) =>
	`${labels.join(', ')} on ${path}`;

/** The resources whose fields are labeled. */
export interface LabeledResources {
	schemaId: string;
	fieldGroupId: string;
}

/**
 * Labels the fields for personal data that have no label yet. Labels are optional: what Adobe rejects becomes a skipped
 * step.
 * @throws ServiceError if Adobe gives no definite answer
 */
export async function ensureLabels(
	run: SetUpRun,
	resources: LabeledResources,
	fields: readonly FieldLabel[],
): Promise<void> {
	const present = await unlessRejected(async () => await listLabeledFields(run.call));
	if (!Array.isArray(present)) {
		skip(run, fields, rejectedLabels(present, fields));
		return;
	}
	const unlabeled = fields.filter((field) => !addFound(run, field, resources, present));
	await createLabels(run, resources, await withoutShared(run, unlabeled, resources.schemaId));
}

/** A label on the field group of Adobe itself would not be ours to remove. */
const labeledResourceId = (
	{ isShared }: FieldLabel,
	{ schemaId, fieldGroupId }: LabeledResources,
) => (isShared ? schemaId : fieldGroupId);

/** Returns the labels of a field; those of a shared one may be in another schema that has it. */
function labelsOf(
	field: FieldLabel,
	{ schemaId, fieldGroupId }: LabeledResources,
	all: readonly LabeledField[],
): LabeledField[] {
	const isHere = (id: string) => field.isShared || id === schemaId || id === fieldGroupId;
	return all.filter(({ path, resourceId }) => path === field.path && isHere(resourceId));
}

/** Adds a step if the field has labels, whoever set them; returns false if it has none. */
function addFound(
	{ steps, write }: SetUpRun,
	field: FieldLabel,
	resources: LabeledResources,
	present: readonly LabeledField[],
): boolean {
	const found = labelsOf(field, resources, present);
	if (found.length === 0) return false;
	const labels = found.flatMap((each) => each.labels);
	const isOther = !labels.includes(field.label);
	steps.push({
		kind: LABEL_KIND,
		name: labelName({ path: field.path, labels }),
		outcome: 'found',
		id: found[0].id,
		...(!write &&
			isOther && { note: `Found labels stay as they are: ${field.label} is not added.` }),
	});
	return true;
}

/** Skips Adobe's own fields if another schema has them: Adobe would label them there, too. */
async function withoutShared(run: SetUpRun, fields: readonly FieldLabel[], schemaId: string) {
	const shared = fields.filter(({ isShared }) => isShared);
	if (shared.length === 0) return fields;
	const sharing = await schemasWith(run.call, ENVIRONMENT_DETAILS);
	const other = sharing.find(({ $id }) => $id !== schemaId);
	if (!other) return fields;
	const values = { fields: namesOf(shared), schema: other.title ?? other.$id };
	skip(run, shared, createProblem('setUp.labelsShared', values));
	return fields.filter(({ isShared }) => !isShared);
}

async function createLabels(
	run: SetUpRun,
	resources: LabeledResources,
	fields: readonly FieldLabel[],
): Promise<void> {
	/** By Adobe's status. */
	const rejections = new Map<number, { problem: Problem; fields: FieldLabel[] }>();
	for (const [index, field] of fields.entries()) {
		const problem = await unlessRejected(async () => await createLabel(run, resources, field));
		if (!problem) continue;
		if (problem.code === NOT_PERMITTED) {
			skip(run, fields.slice(index), rejectedLabels(problem, fields));
			break;
		}
		const { status = 0 } = problem;
		const same = rejections.get(status) ?? { problem, fields: [] };
		rejections.set(status, { problem, fields: [...same.fields, field] });
	}
	for (const { problem, fields: rejected } of rejections.values()) {
		skip(run, rejected, rejectedLabels(problem, rejected));
	}
}

async function createLabel(
	run: SetUpRun,
	resources: LabeledResources,
	field: FieldLabel,
): Promise<undefined> {
	const { path, label } = field;
	const resourceId = labeledResourceId(field, resources);
	const labels = [label];
	let isKnownToBeMissing = true;
	await ensureResource<LabeledField>(run, {
		kind: LABEL_KIND,
		name: labelName({ path, labels }),
		find: async (call) => {
			// It is looked for again only after a lost reply: there are some twenty fields.
			if (isKnownToBeMissing) {
				isKnownToBeMissing = false;
				return [];
			}
			return labelsOf(field, resources, await listLabeledFields(call)).slice(0, 1);
		},
		idOf: ({ id }) => id,
		create: async (call) => await labelField(call, { resourceId, path, labels }),
	});
}

const NOT_PERMITTED = 'adobe.noPermission';

/**
 * Returns the problem if Adobe rejects what is asked for.
 * @throws what was thrown for any other reason
 */
export async function unlessRejected<Result>(
	ask: () => Promise<Result>,
): Promise<Result | Problem> {
	return await ask().catch(async (cause: unknown) => {
		const problem = problemIn(cause);
		return problem && isRejection(problem) ? problem : await Promise.reject<Problem>(cause);
	});
}

/** A rejected token is about the credential as a whole. */
const isRejection = ({ service, status = 0, retry, code }: Problem) =>
	service === 'adobe' &&
	status >= 400 &&
	status < 500 &&
	retry !== 'later' &&
	code !== 'adobe.tokenRejected';

const rejectedLabels = (problem: Problem, fields: readonly FieldLabel[]): Problem =>
	problem.code === NOT_PERMITTED
		? createProblem('setUp.labelsNotPermitted', {})
		: createProblem('setUp.labelsRejected', {
				fields: namesOf(fields),
				status: problem.status ?? 0,
				advice: problem.advice,
			});

/** Names a few fields, and counts many. */
const namesOf = (fields: readonly FieldLabel[]) =>
	fields.length > 3 ? countOf(fields.length) : fields.map(({ path }) => path).join(', ');

function skip({ steps }: SetUpRun, fields: readonly FieldLabel[], problem: Problem): void {
	steps.push({
		kind: LABEL_KIND,
		name: namesOf(fields),
		outcome: 'skipped',
		id: '',
		note: problemText(problem),
	});
}

/** Returns one step for all labels with the same outcome: there are some twenty. Skipped ones keep their reasons. */
export function summarizeLabels(steps: readonly SetUpStep[]): SetUpStep[] {
	const skipped = steps.filter(({ outcome }) => outcome === 'skipped');
	const outcomes = new Set(
		steps.map(({ outcome }) => outcome).filter((each) => each !== 'skipped'),
	);
	const summaries = [...outcomes].map((outcome) => {
		const { length } = steps.filter((step) => step.outcome === outcome);
		return { kind: LABEL_KIND, name: countOf(length), outcome, id: '' };
	});
	return [...summaries, ...skipped];
}

const countOf = (fields: number) => `${fields} field${fields === 1 ? '' : 's'}`;
