import { idOfKind, otherKind, type IdKind } from '../problem/idKinds';
import { fieldText } from '../problem/parameterValue';
import { requestText } from '../problem/requestText';
import { serviceError } from '../problem/serviceError';
import { HEX_24, UUID } from './locators';
import {
	emptyParameter,
	isGivenByExpression,
	isNothing,
	locatorValue,
	type WithParameters,
} from './nodeParameters';

/** The dataflow that the user chose, by its ID or by its name. */
export type DataflowChoice = { id: string } | { name: string };

interface LocatedResource {
	kind: IdKind;
	/** Of the parameter. */
	name: string;
	label: string;
	/** Form of the ID in the address of a page. */
	idForm: string;
	place: string;
}

const DATAFLOW: LocatedResource = {
	kind: 'dataflow',
	name: 'dataflow',
	label: 'Dataflow',
	idForm: UUID,
	place: 'Sources > Dataflows',
};

const DATASET: LocatedResource = {
	kind: 'dataset',
	name: 'dataset',
	label: 'Dataset',
	idForm: HEX_24,
	place: 'Datasets',
};

/**
 * Reads the field Dataflow.
 * @returns undefined if nothing is chosen
 * @throws ServiceError if its expression gives nothing, or what cannot be the ID or the name of a dataflow
 */
export function dataflowChoice(context: WithParameters, item: number): DataflowChoice | undefined {
	const { name, label } = DATAFLOW;
	const { mode, value } = locatorValue(context, name, item);
	if (isNothing(value)) {
		if (isGivenByExpression(context, name)) throw emptyParameter(context, name, label);
		return undefined;
	}
	if (mode === 'name') return { name: fieldText(value, label) };
	return { id: idIn(DATAFLOW, mode, value) };
}

/** Reads the field Dataflow where it must not be empty. */
export function requiredDataflow(context: WithParameters, item: number): DataflowChoice {
	const choice = dataflowChoice(context, item);
	if (choice) return choice;
	throw emptyParameter(context, DATAFLOW.name, DATAFLOW.label);
}

/**
 * Returns the ID of the chosen dataset.
 * @throws ServiceError if nothing is chosen, or what cannot be the ID of a dataset
 */
export function requiredDatasetId(context: WithParameters, item: number): string {
	const { name, label } = DATASET;
	const { mode, value } = locatorValue(context, name, item);
	if (isNothing(value)) throw emptyParameter(context, name, label);
	return idIn(DATASET, mode, value);
}

/** An ID of another kind may have characters that the wanted one cannot have. */
function plainId({ kind, label }: LocatedResource, value: unknown): string {
	idOfKind(requestText(value, label, 'id'), kind, label);
	return requestText(value, label, 'resourceId');
}

/** Parts of the addresses of pages and endpoints, each before the ID. */
const PAGES: ReadonlyArray<{ kind?: IdKind; part: string; noun: string }> = [
	{ kind: 'dataflow', part: '/dataflows?/', noun: 'the address of a dataflow' },
	{ kind: 'dataset', part: '/datasets?/(?:browse/)?', noun: 'the address of a dataset' },
	{ kind: 'schema', part: '/schemas?/', noun: 'the address of a schema' },
	{ part: '/(?:accounts?|[a-z]*connections?)/', noun: 'the address of a source account' },
	{ part: '/collection/', noun: 'a streaming endpoint' },
];

/**
 * Finds out which page an address is of.
 * @param before the part of the address before the ID; undefined if it has none of the wanted form
 */
const pageOf = (url: string, before: string | undefined) =>
	PAGES.find(({ part }) =>
		before === undefined
			? new RegExp(part, 'i').test(url)
			: new RegExp(`${part}$`, 'i').test(before),
	);

/** Returns the ID that was entered, or the last one in the address of a page about the resource. */
function idIn(resource: LocatedResource, mode: string, value: unknown): string {
	const { kind, label, idForm, place } = resource;
	if (mode !== 'url') return plainId(resource, value);
	const url = requestText(value, label, 'url');
	const [, before, id] = new RegExp(`^([^]*)(${idForm})`).exec(url) ?? [];
	const page = pageOf(url, before);
	if (page && page.kind !== kind) throw otherKind(label, page.noun, kind);
	if (id !== undefined) return id;
	const values = {
		label,
		value: `a URL without the ID of a ${kind}`,
		advice: `Copy the address of the page of the ${kind} in Adobe, under ${place}.`,
	};
	throw serviceError('setting.invalid', values, { field: label });
}
