import type { PlatformCall, PlatformRequest } from '../platform/transport/platformRequest';
import { problemIn, ServiceError, serviceError } from '../problem/serviceError';

/** Result for one required resource. */
export interface SetUpStep {
	/** In Adobe's terms, e.g. `field group`. */
	kind: string;
	name: string;
	/** `skipped`: it is optional, and Adobe did not create it or must not. */
	outcome: 'found' | 'created' | 'changed' | 'skipped' | 'would create' | 'would change';
	/** ID of the resource; a placeholder for later requests if it was not created. */
	id: string;
	/** Something to know about it, such as the reason to skip it; if it was found, only in a preview. */
	note?: string;
	/** Request that was not sent. */
	request?: PlatformRequest;
}

/** Kind of the labels of fields, which are not resources of their own. */
export const LABEL_KIND = 'usage label';

/** One run of Set Up. */
export interface SetUpRun {
	call: PlatformCall;
	/** False if nothing is written and the requests are only recorded. */
	write: boolean;
	steps: SetUpStep[];
}

/** A resource that Adobe identifies by name. */
export interface ManagedResource<Resource> {
	kind: string;
	name: string;
	/** Something to know before it is created, for a preview. */
	note?: string;
	/** Finds all resources of that name. */
	find(call: PlatformCall): Promise<Resource[]>;
	idOf(resource: Resource): string;
	/** Creates the resource with one request and returns its ID. */
	create(call: PlatformCall): Promise<string>;
	/** Returns the reason that an existing resource cannot be used, to follow its name; undefined if it can. */
	mismatch?(resource: Resource): string | undefined;
}

/**
 * Finds the resource by its name or creates it. After a lost reply it looks again: a resource that exists now was
 * created.
 * @throws ServiceError also if several have the name, or if the existing one does not fit
 */
export async function ensureResource<Resource>(
	run: SetUpRun,
	resource: ManagedResource<Resource>,
): Promise<{ id: string; existing?: Resource }> {
	const { kind, name, note } = resource;
	const existing = await findOne(run.call, resource);
	if (existing !== undefined) {
		const id = resource.idOf(existing);
		run.steps.push({ kind, name, outcome: 'found', id, ...(!run.write && note && { note }) });
		return { id, existing };
	}
	if (!run.write) {
		const id = `<id of ${kind} ${name}>`;
		const request = await requestOf(resource);
		run.steps.push({ kind, name, outcome: 'would create', id, ...(note && { note }), request });
		return { id };
	}
	const id = await create(run.call, resource);
	run.steps.push({ kind, name, outcome: 'created', id });
	return { id };
}

async function create<Resource>(
	call: PlatformCall,
	resource: ManagedResource<Resource>,
): Promise<string> {
	return await resource.create(call).catch(async (cause: unknown) => {
		const existing = mayHaveActed(cause) ? await findOne(call, resource) : undefined;
		return existing === undefined ? await Promise.reject<string>(cause) : resource.idOf(existing);
	});
}

/** Codes after which Adobe may have processed the request: there was no readable response. */
const AMBIGUOUS_CODES = ['adobe.noAnswer', 'adobe.responseTooLarge', 'adobe.unexpectedResponse'];

/** Statuses below 500 after which Adobe may have processed the request: a server stopped waiting for it. */
const AMBIGUOUS_STATUSES = [408, 499];

/** Returns true if Adobe may have processed the request: there was no response, or one that does not tell. */
export function mayHaveActed(cause: unknown): boolean {
	const { code = '', service, status = 0 } = problemIn(cause) ?? {};
	const isAmbiguous = status >= 500 || AMBIGUOUS_STATUSES.includes(status);
	return AMBIGUOUS_CODES.includes(code) || (service === 'adobe' && isAmbiguous);
}

/** Returns the resource of that name if it fits, or undefined if no resource has the name. */
export async function findOne<Resource>(
	call: PlatformCall,
	{ kind, name, find, idOf, mismatch }: ManagedResource<Resource>,
): Promise<Resource | undefined> {
	const all = await find(call);
	if (all.length > 1) throw ambiguousName(kind, name, all.map(idOf));
	const reason = all.length === 1 ? mismatch?.(all[0]) : undefined;
	if (reason === undefined) return all[0];
	throw serviceError('setUp.mismatch', { kind, name, reason });
}

export const ambiguousName = (kind: string, name: string, ids: string[]) =>
	serviceError('setUp.ambiguousName', { count: ids.length, kind, name, ids: ids.join(', ') });

/** Stops the creation of a resource before anything is sent. */
class NotSent extends Error {}

async function requestOf<Resource>({
	create,
}: ManagedResource<Resource>): Promise<PlatformRequest | undefined> {
	let recorded: PlatformRequest | undefined;
	const record: PlatformCall = async (request) => {
		recorded = request;
		throw new NotSent();
	};
	await create(record).catch(async (cause: unknown) =>
		cause instanceof NotSent ? '' : await Promise.reject<string>(cause),
	);
	return recorded;
}

/**
 * Changes an existing resource if necessary.
 * @param buildRequest returns the request; undefined if nothing has to change. Called again after a lost reply.
 */
export async function changeResource(
	run: SetUpRun,
	{ kind, name, id, note }: Pick<SetUpStep, 'kind' | 'name' | 'id' | 'note'>,
	buildRequest: () => Promise<PlatformRequest | undefined>,
): Promise<void> {
	const request = await buildRequest();
	if (!request) return;
	if (!run.write) {
		run.steps.push({ kind, name, outcome: 'would change', id, ...(note && { note }), request });
		return;
	}
	await run.call(request).catch(async (cause: unknown) => {
		const isDone = mayHaveActed(cause) && !(await buildRequest());
		return isDone ? undefined : await Promise.reject(cause);
	});
	run.steps.push({ kind, name, outcome: 'changed', id, ...(note && { note }) });
}

/** Adds to the error what exists by now: nothing is lost, the next run continues. */
export function errorAfter(cause: unknown, steps: readonly SetUpStep[]): unknown {
	const problem = problemIn(cause);
	if (!problem || steps.length === 0) return cause;
	const advice = `${problem.advice} What exists by now: ${accountOf(steps)}. Run it again: it continues from there.`;
	return new ServiceError({ ...problem, advice });
}

/** Names each resource with its outcome, in one text; labels, of which there are many, are counted. */
export function accountOf(
	rows: ReadonlyArray<{ kind: string; name: string; outcome: string }>,
): string {
	const texts = new Map<string, number>();
	for (const { kind, name, outcome } of rows) {
		const isLabel = kind === LABEL_KIND;
		const text = `${kind}${isLabel ? 's' : ` "${name}"`} (${outcome})`;
		texts.set(text, isLabel ? (texts.get(text) ?? 0) + 1 : 0);
	}
	return [...texts].map(([text, labels]) => (labels > 0 ? `${labels} ${text}` : text)).join(', ');
}
