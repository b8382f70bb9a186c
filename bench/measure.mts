import type { Figure, OpenSession, Pass, Plan, Scale, Session } from './figure.mts';

/** Told of each piece of work; gives its result. */
export type Step = <T>(text: string, work: () => Promise<T>) => Promise<T>;

const PLAN: Plan = { rounds: 3, turns: 3 };
const QUICK_PLAN: Plan = { rounds: 1, turns: 1 };

/** How often a session is measured. */
export const planOf = ({ plan = PLAN }: Session, { quick }: Scale): Plan =>
	quick ? QUICK_PLAN : plan;

/** What was measured of a session, each side's passes round by round, and why it is not all. */
export interface Measured {
	sides: Record<string, Pass[][]>;
	why?: string;
}

/**
 * One round of a session: opens it, measures those sides that the figures need in turns, and closes it. Never throws:
 * what stopped it is in the answer.
 * @param signal ends the pass under way; what was measured up to then is kept
 */
export async function measure(
	session: Session,
	figures: Figure[],
	scale: Scale,
	step: Step,
	signal: AbortSignal,
): Promise<Measured> {
	const sides: Record<string, [Pass[]]> = {};
	const { turns } = planOf(session, scale);
	let open: OpenSession | undefined;
	try {
		open = await step(`${session.title}: getting ready`, () => session.open(scale));
		const wanted = new Set(figures.flatMap(({ ours, theirs }) => [ours, theirs]));
		const names = Object.keys(open.sides).filter((name) => wanted.has(name));
		for (const name of wanted) if (!names.includes(name)) throw new Error(`No side "${name}"`);
		for (let turn = 1; turn <= turns; turn++)
			for (const name of names) {
				signal.throwIfAborted();
				const side = open.sides[name];
				const text = `${session.title}, turn ${turn} of ${turns}: ${name}`;
				const pass = await step(text, () => Promise.race([side(), aborted(signal)]));
				(sides[name] ??= [[]])[0].push(pass);
			}
		return { sides };
	} catch (error) {
		return { sides, why: signal.aborted ? 'stopped' : messageOf(error) };
	} finally {
		await open?.close().catch((error: unknown) => console.error(messageOf(error)));
	}
}

/** What two rounds measured of a session, in their order. */
export function both(first: Measured, second: Measured): Measured {
	const sides = { ...first.sides };
	for (const [name, rounds] of Object.entries(second.sides))
		sides[name] = [...(sides[name] ?? []), ...rounds];
	return { sides, why: first.why ?? second.why };
}

async function aborted(signal: AbortSignal): Promise<never> {
	signal.throwIfAborted();
	return await new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
	});
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
