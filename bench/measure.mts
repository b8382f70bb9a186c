import type { Figure, OpenSession, Pass, Plan, Scale, Session } from './figure.mts';

/** Runs one piece of work under a name, and returns its result. */
export type Step = <T>(text: string, work: () => Promise<T>) => Promise<T>;

const PLAN: Plan = { rounds: 3, turns: 3 };
const QUICK_PLAN: Plan = { rounds: 1, turns: 1 };

/** Returns the number of measurements of a session. */
export const planOf = ({ plan = PLAN }: Session, { quick }: Scale): Plan =>
	quick ? QUICK_PLAN : plan;

/** Measurements of a session, each side's passes round by round, and the reason if they are incomplete. */
export interface Measured {
	sides: Record<string, Pass[][]>;
	why?: string;
}

/**
 * Measures one round of a session: opens it, measures the sides that the figures need in turns, and closes it. Never
 * throws: the result contains the reason if it stopped.
 * @param signal ends the current pass; measurements up to then are kept
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
		const neededSides = new Set(figures.flatMap(({ ours, theirs }) => [ours, theirs]));
		const names = Object.keys(open.sides).filter((name) => neededSides.has(name));
		for (const name of neededSides) if (!names.includes(name)) throw new Error(`No side "${name}"`);
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

/** Merges the measurements of two rounds of a session, in order. */
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
