import { QUICK_SETTINGS, type Figure, type Scale, type Session } from '../figure.mts';
import { LAZY, startInstance } from './instance.mts';
import { sidesOf, warmUp } from './sides.mts';

const PAIR = 'n8n’s Webhook + HTTP Request';
const LIMIT = 'what the same process answers with no execution';
const EVENTS = { unit: 'events/s' };
const P95 = { unit: 'ms' };

const throughput: Figure[] = [
	{ senders: 50, pair: 20, limit: 0.85, finished: 0.9 },
	{ senders: 100, pair: 25, limit: 0.95, finished: 0.95 },
].flatMap(({ senders, pair, limit, finished }) => [
	{
		...EVENTS,
		id: `events-${senders}-pair`,
		title: `Webhook to inlet, ${senders} senders, Collect Events on`,
		against: PAIR,
		goal: { atLeast: pair },
		ours: `ours, ${senders} senders`,
		theirs: `built-in, ${senders} senders`,
	},
	{
		...EVENTS,
		id: `events-${senders}-limit`,
		title: `Webhook to inlet, ${senders} senders, Collect Events on`,
		against: LIMIT,
		goal: { atLeast: limit },
		ours: `ours, ${senders} senders`,
		theirs: `limit, ${senders} senders`,
	},
	{
		...EVENTS,
		id: `finished-${senders}-limit`,
		title: `Webhook to inlet, answered When Workflow Finishes, ${senders} senders`,
		against: LIMIT,
		goal: { atLeast: finished },
		ours: `ours when finished, ${senders} senders`,
		theirs: `limit, ${senders} senders`,
	},
]);

const lazyFigures: Figure[] = [
	...throughput,
	{
		...P95,
		id: 'p95-50-pair',
		title: 'p95 until it is answered, 50 senders, Collect Events on',
		against: PAIR,
		goal: { atMost: 0.08 },
		ours: 'ours, 50 senders',
		theirs: 'built-in, 50 senders',
		of: ({ details }) => details!.p95,
	},
	{
		...EVENTS,
		id: 'never-10-pair',
		title: 'Collect Events Never, 10 senders',
		against: PAIR,
		goal: { atLeast: 3 },
		ours: 'ours with Never, 10 senders',
		theirs: 'built-in, 10 senders',
	},
	{
		...P95,
		id: 'one-at-a-time',
		title: 'One event at a time, 5 a second: p95 until it is answered',
		against: PAIR,
		goal: { atMost: 0.6 },
		ours: 'ours, 5 a second',
		theirs: 'built-in, 5 a second',
	},
	{
		...P95,
		id: 'one-at-a-time-arrival',
		title: 'One event at a time, 5 a second: p95 until it is at the inlet',
		against: PAIR,
		goal: {},
		ours: 'ours, 5 a second',
		theirs: 'built-in, 5 a second',
		of: ({ details }) => details!.arrivalP95,
	},
];

const defaultFigures: Figure[] = [
	{
		...EVENTS,
		id: 'default-50-pair',
		title: 'n8n as it comes (default engine), 50 senders, Collect Events on',
		against: PAIR,
		goal: { atLeast: 1.3 },
		ours: 'ours, 50 senders',
		theirs: 'built-in, 50 senders',
	},
	{
		...EVENTS,
		id: 'default-50-limit',
		title: 'n8n as it comes (default engine), 50 senders, Collect Events on',
		against: LIMIT,
		goal: { atLeast: 0.85 },
		ours: 'ours, 50 senders',
		theirs: 'limit, 50 senders',
	},
	{
		...EVENTS,
		id: 'default-never-10-pair',
		title: 'Collect Events Never, 10 senders, default engine',
		against: PAIR,
		goal: {},
		ours: 'ours with Never, 10 senders',
		theirs: 'built-in, 10 senders',
	},
	{
		...P95,
		id: 'default-one-at-a-time',
		title: 'One event at a time, 5 a second, default engine: p95 until it is answered',
		against: PAIR,
		goal: { atMost: 1.3 },
		ours: 'ours, 5 a second',
		theirs: 'built-in, 5 a second',
	},
	{
		...P95,
		id: 'default-one-at-a-time-arrival',
		title: 'One event at a time, 5 a second, default engine: p95 until it is at the inlet',
		against: PAIR,
		goal: {},
		ours: 'ours, 5 a second',
		theirs: 'built-in, 5 a second',
		of: ({ details }) => details!.arrivalP95,
	},
];

async function open(scale: Scale, env: Record<string, string>) {
	const instance = await startInstance({ ...(scale.quick && QUICK_SETTINGS), ...env });
	await warmUp(instance, scale);
	const { delivers, answers, latency } = sidesOf(instance, scale);
	return {
		sides: {
			'ours, 50 senders': delivers('ours', 50),
			'ours when finished, 50 senders': delivers('oursFinished', 50),
			'limit, 50 senders': answers(50),
			'built-in, 50 senders': delivers('builtIn', 50),
			'ours, 100 senders': delivers('ours', 100),
			'ours when finished, 100 senders': delivers('oursFinished', 100),
			'limit, 100 senders': answers(100),
			'built-in, 100 senders': delivers('builtIn', 100),
			'ours with Never, 10 senders': delivers('never', 10),
			'built-in, 10 senders': delivers('builtIn', 10),
			'ours, 5 a second': latency('ours'),
			'built-in, 5 a second': latency('builtIn'),
		},
		close: instance.close,
	};
}

/** Sides that the cost model is fitted to. */
const MODELED_SIDES = [50, 100]
	.flatMap((senders) => [
		`ours, ${senders} senders`,
		`ours when finished, ${senders} senders`,
		`limit, ${senders} senders`,
	])
	.concat('ours with Never, 10 senders');

/** Sessions of one n8n, the same for both sides: with the recommended settings, and with the defaults. */
export const sessions: Session[] = [
	{
		title: 'One n8n, lazy',
		figures: lazyFigures,
		model: { engine: 'lazy', sides: MODELED_SIDES },
		open: (scale) => open(scale, LAZY),
	},
	{
		title: 'One n8n, default engine',
		figures: defaultFigures,
		model: { engine: 'default', sides: MODELED_SIDES },
		open: (scale) => open(scale, {}),
	},
];
