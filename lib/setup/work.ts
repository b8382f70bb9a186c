import type { PlatformCall, PlatformRequest } from '../platform/call';
import { PlatformRefusal } from '../platform/refusal';

/** What became of one thing that is needed. */
export interface Step {
	/** In Adobe's words, e.g. `field group`. */
	kind: string;
	name: string;
	outcome: 'found' | 'created' | 'changed' | 'would create' | 'would change';
	/** What stands for it in the requests after it, when it was not made. */
	id: string;
	/** What was not sent. */
	request?: PlatformRequest;
}

/** One set-up under way. */
export interface Work {
	call: PlatformCall;
	/** Whether anything is written; otherwise the requests are only kept. */
	write: boolean;
	steps: Step[];
}

/** Something that Adobe holds under a name. */
export interface Part<Held> {
	kind: string;
	name: string;
	/** All of that name. */
	find(call: PlatformCall): Promise<Held[]>;
	idOf(held: Held): string;
	/** Makes it with one request; answers with its id. */
	create(call: PlatformCall): Promise<string>;
	/** Why what was found cannot be used, to follow its name; undefined when it can. */
	misfit?(held: Held): string | undefined;
}

/**
 * Finds the part by its name, or makes it. A lost reply is settled by looking again: what is there now was made.
 * @throws PlatformRefusal also when several have the name, or the one found does not fit
 */
export async function ensure<Held>(
	work: Work,
	part: Part<Held>,
): Promise<{ id: string; held?: Held }> {
	const { kind, name } = part;
	const held = await findOne(work.call, part);
	if (held !== undefined) {
		const id = part.idOf(held);
		work.steps.push({ kind, name, outcome: 'found', id });
		return { id, held };
	}
	if (!work.write) {
		const id = `<id of ${kind} ${name}>`;
		const request = await requestOf(part);
		work.steps.push({ kind, name, outcome: 'would create', id, request });
		return { id };
	}
	const id = await create(work.call, part);
	work.steps.push({ kind, name, outcome: 'created', id });
	return { id };
}

async function create<Held>(call: PlatformCall, part: Part<Held>): Promise<string> {
	return await part.create(call).catch(async (cause: unknown) => {
		const held = isUnanswered(cause) ? await findOne(call, part) : undefined;
		return held === undefined ? await Promise.reject<string>(cause) : part.idOf(held);
	});
}

/** Whether Adobe may have acted all the same: there was no answer, or one of a service in trouble. */
export const isUnanswered = (cause: unknown): boolean =>
	cause instanceof PlatformRefusal && (cause.refusal.status === 0 || cause.refusal.status >= 500);

/** The one of that name, which fits; undefined when there is none. */
async function findOne<Held>(
	call: PlatformCall,
	{ kind, name, find, idOf, misfit }: Part<Held>,
): Promise<Held | undefined> {
	const all = await find(call);
	if (all.length > 1) throw severalRefusal(kind, name, all.map(idOf));
	const reason = all.length === 1 ? misfit?.(all[0]) : undefined;
	if (reason === undefined) return all[0];
	throw new PlatformRefusal({
		message: `The ${kind} "${name}" is there already and ${reason}`,
		description:
			'Choose another Name, or remove what is there with the operation Remove or in Adobe, then run it again.',
		status: 0,
	});
}

export const severalRefusal = (kind: string, name: string, ids: string[]) =>
	new PlatformRefusal({
		message: `There are ${ids.length} of the ${kind} "${name}"`,
		description: `Which of them is meant cannot be told. Rename or delete all but one in Adobe, or choose another Name. Found: ${ids.join(', ')}.`,
		status: 0,
	});

/** Ends the making of a part before anything is sent. */
class NotSent extends Error {}

async function requestOf<Held>({ create }: Part<Held>): Promise<PlatformRequest | undefined> {
	let kept: PlatformRequest | undefined;
	const keep: PlatformCall = async (request) => {
		kept = request;
		throw new NotSent();
	};
	await create(keep).catch(async (cause: unknown) =>
		cause instanceof NotSent ? '' : await Promise.reject<string>(cause),
	);
	return kept;
}

/**
 * Changes what was found, if it is needed.
 * @param needed the request; undefined when nothing is to change. Asked again after a lost reply.
 */
export async function change(
	work: Work,
	{ kind, name, id }: Pick<Step, 'kind' | 'name' | 'id'>,
	needed: () => Promise<PlatformRequest | undefined>,
): Promise<void> {
	const request = await needed();
	if (!request) return;
	if (!work.write) {
		work.steps.push({ kind, name, outcome: 'would change', id, request });
		return;
	}
	await work.call(request).catch(async (cause: unknown) => {
		const isDone = isUnanswered(cause) && !(await needed());
		return isDone ? undefined : await Promise.reject(cause);
	});
	work.steps.push({ kind, name, outcome: 'changed', id });
}

/** The refusal, with what exists by then: nothing of it is lost, the next run continues. */
export function refusalAfter(cause: unknown, steps: readonly Step[]): unknown {
	if (!(cause instanceof PlatformRefusal) || steps.length === 0) return cause;
	const exists = steps.map(({ kind, name, outcome }) => `${kind} "${name}" (${outcome})`);
	const { description } = cause.refusal;
	return new PlatformRefusal({
		...cause.refusal,
		description: `${description} What exists by now: ${exists.join(', ')}. Run it again: it continues from there.`,
	});
}
