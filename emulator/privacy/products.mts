import { SANDBOXES } from '../account.mts';
import { asArray, asObject, asText, at } from '../json.mts';
import type { RecordRow } from '../state/recordTypes.mts';
import type { World } from '../world.mts';
import type { PrivacyAction, UserId } from './jobRequest.mts';

// Codes of a product's response. Source: Adobe, "Privacy Service error codes".
export const DONE = 'PRVCY-6000-200';
export const NOT_PROVISIONED = 'PRVCY-6051-200';
export const NOT_FOUND = 'PRVCY-6052-200';
export const INVALID_NAMESPACE = 'PRVCY-6053-200';

const DETAILS: Record<string, string> = {
	[DONE]: 'The job completed successfully.',
	[NOT_PROVISIONED]: 'Your organization is not provisioned for the requested application.',
	[NOT_FOUND]: 'Unknown user IDs are not applicable for this product.',
	[INVALID_NAMESPACE]: 'The provided identity namespace is not valid for this application.',
	'PRVCY-6054-200': 'The job completed for applicable data.',
};

export const detailOf = (code: string): string =>
	DETAILS[code] ?? 'An unexpected error occurred. Review the job details.';

interface Product {
	/**
	 * The qualifiers that the product reads. Sources: Adobe, "Privacy request processing" in the data lake, in Real-Time
	 * Customer Profile, and in Identity Service.
	 */
	qualifiers: string[];
	find(world: World, id: UserId): RecordRow[];
	remove(world: World, rows: RecordRow[]): void;
}

const inProfile = (world: World, id: UserId): RecordRow[] =>
	storedRows(world).filter((row) => row.profile === 'ingested' && isInMap(entityOf(row), id));

/** Products that the emulated organization has. */
const PRODUCTS = new Map<string, Product>([
	[
		'aepDataLake',
		{
			qualifiers: ['unregistered'],
			find: (world, id) => storedRows(world).filter((row) => isInLake(world, row, id)),
			remove: (world, rows) => world.records.remove(rows.map(({ seq }) => seq)),
		},
	],
	[
		'ProfileService',
		{
			qualifiers: ['standard', 'custom'],
			find: inProfile,
			remove: (world, rows) => world.records.removeFromProfile(rows),
		},
	],
	// There is no identity graph: it is only said what its events had.
	['identity', { qualifiers: ['standard', 'unregistered'], find: inProfile, remove: () => {} }],
]);

/** Identities that were found for a product, to be processed. */
export interface Found {
	code: string;
	processed: UserId[];
	ignored: UserId[];
	remove(): void;
}

/** Looks up the identities in all sandboxes, as a product does. */
export function lookUp(world: World, name: string, ids: UserId[]): Found {
	const product = PRODUCTS.get(name);
	const nothing = { processed: [], ignored: ids, remove: () => {} };
	if (!product) return { code: NOT_PROVISIONED, ...nothing };
	const read = ids.filter(({ type }) => product.qualifiers.includes(type));
	if (read.some(({ namespace }) => !isNamespace(world, namespace))) {
		return { code: INVALID_NAMESPACE, ...nothing };
	}
	const rows = new Map<UserId, RecordRow[]>(read.map((id) => [id, product.find(world, id)]));
	const processed = read.filter((id) => rows.get(id)!.length > 0);
	return {
		code: processed.length > 0 ? DONE : NOT_FOUND,
		processed,
		ignored: ids.filter((id) => !processed.includes(id)),
		remove: () =>
			product.remove(
				world,
				processed.flatMap((id) => rows.get(id)!),
			),
	};
}

/** Processes a job in all of its products: all look, then all delete. */
export function processProducts(
	world: World,
	products: string[],
	action: PrivacyAction,
	ids: UserId[],
): Array<Found & { product: string }> {
	const found = products.map((product) => ({ product, ...lookUp(world, product, ids) }));
	if (action === 'delete') for (const one of found) one.remove();
	return found;
}

function storedRows(world: World): RecordRow[] {
	return world.records.find({ status: 'stored', limit: Number.MAX_SAFE_INTEGER }).rows;
}

const entityOf = (row: RecordRow): unknown => JSON.parse(row.entity ?? 'null');

const isInMap = (entity: unknown, { namespace, value }: UserId): boolean =>
	asArray(asObject(asObject(entity).identityMap)[namespace]).some(
		(identity) => asObject(identity).id === value,
	);

function isInLake(world: World, row: RecordRow, id: UserId): boolean {
	const entity = entityOf(row);
	if (world.settings.privacyLakeIdentities === 'identityMap' && isInMap(entity, id)) return true;
	const dataset = world.documents.get('dataSet', row.sandbox, row.datasetId ?? '');
	const schemaId = asText(at(dataset, 'schemaRef.id'));
	return world.documents
		.list('descriptor', row.sandbox)
		.filter(
			(one) =>
				one['@type'] === 'xdm:descriptorIdentity' &&
				one['xdm:sourceSchema'] === schemaId &&
				one['xdm:namespace'] === id.namespace,
		)
		.some((one) => {
			const path = String(one['xdm:sourceProperty']).replace(/^\//, '').replaceAll('/', '.');
			return at(entity, path) === id.value;
		});
}

const isNamespace = (world: World, code: string): boolean =>
	SANDBOXES.some(({ name }) =>
		world.documents.list('namespace', name).some((one) => one.code === code),
	);
