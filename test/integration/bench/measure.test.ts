import type { Figure, Pass, Session } from '../../../bench/figure.mts';
import { sessions } from '../../../bench/sessions.mts';
import { both, measure, planOf, type Step } from '../../../bench/measure.mts';

const figure: Figure = {
	id: 'events',
	title: 'Events',
	against: 'the others',
	unit: 'events/s',
	goal: {},
	ours: 'a',
	theirs: 'b',
};
const step: Step = async (_, work) => await work();
const pass: Pass = { value: 1, lost: 0, doubled: 0 };

/** A session that notes what is asked of it. */
function sessionOf(side: (name: string, done: string[]) => Promise<Pass>) {
	const done: string[] = [];
	const session: Session = {
		title: 'A session',
		figures: [figure],
		plan: { rounds: 1, turns: 2 },
		open: async () => ({
			sides: Object.fromEntries(
				['a', 'b', 'unused'].map((name) => [
					name,
					async () => {
						done.push(name);
						return await side(name, done);
					},
				]),
			),
			close: async () => void done.push('closed'),
		}),
	};
	return { session, done };
}

const run = async (session: Session, signal = new AbortController().signal) =>
	await measure(session, session.figures, { quick: false }, step, signal);

test('the sides of the figures are measured in turns, the others not, and the session is closed', async () => {
	const { session, done } = sessionOf(async () => pass);
	expect(await run(session)).toEqual({ sides: { a: [[pass, pass]], b: [[pass, pass]] } });
	expect(done).toEqual(['a', 'b', 'a', 'b', 'closed']);
});

test('a pass that fails ends its session, which is closed and says why', async () => {
	const { session, done } = sessionOf(async (_, { length }) => {
		if (length === 3) throw new Error('n8n ended');
		return pass;
	});
	expect(await run(session)).toEqual({ sides: { a: [[pass]], b: [[pass]] }, why: 'n8n ended' });
	expect(done.at(-1)).toBe('closed');
});

test('stopped in the middle of a pass it closes what is open and keeps what it has', async () => {
	const stop = new AbortController();
	const { session, done } = sessionOf(async (name) => {
		if (name === 'a') return pass;
		stop.abort(new Error('Stopped by SIGINT'));
		return await new Promise<Pass>(() => undefined);
	});
	expect(await run(session, stop.signal)).toEqual({ sides: { a: [[pass]] }, why: 'stopped' });
	expect(done).toEqual(['a', 'b', 'closed']);
});

test('a session that does not open says why', async () => {
	const { session } = sessionOf(async () => pass);
	session.open = async () => await Promise.reject(new Error('no port is free'));
	expect(await run(session)).toEqual({ sides: {}, why: 'no port is free' });
});

test('the rounds of a session are put together in their order, and the first reason to stop is kept', () => {
	const [first, second] = [1, 2].map((value) => ({ ...pass, value }));
	expect(both({ sides: { a: [[first]] } }, { sides: { a: [[second]], b: [[second]] } })).toEqual({
		sides: { a: [[first], [second]], b: [[second]] },
		why: undefined,
	});
	expect(both({ sides: {} }, { sides: {}, why: 'stopped' }).why).toBe('stopped');
});

test('each side of every session is measured at least five times, and once when quick', () => {
	for (const session of sessions) {
		const { rounds, turns } = planOf(session, { quick: false });
		expect(rounds * turns).toBeGreaterThanOrEqual(5);
		expect(planOf(session, { quick: true })).toEqual({ rounds: 1, turns: 1 });
	}
});
