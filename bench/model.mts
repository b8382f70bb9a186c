import { median } from './judge.mts';
import type { Pass } from './figure.mts';
import { leastCosts } from './solve.mts';

/** One set-up as it was measured: events a second, and how many executions (each with its one request) an event took. */
export interface Observation {
	setUp: string;
	passes: Pass[];
}

/** What n8n's one thread spends, in ms, by one expression engine. */
export interface Costs {
	/** To take a call in and answer it. */
	call: number;
	/** To run an execution, with the one request that it makes. */
	execution: number;
	/** To carry one more event in an execution: stored, mapped, sent. */
	item: number;
}

export interface Prediction {
	setUp: string;
	executionsPerEvent: number;
	measured: number;
	predicted: number;
	errorPercent: number;
}

export interface EngineModel {
	engine: string;
	costsMs: Costs;
	predictions: Prediction[];
	/** The most events a second that it can take in. */
	most: { oneExecutionEach: number; collected: number };
}

export type Model = EngineModel[];

/** The most items that the trigger puts in an execution: GROUP_LIMITS of nodes/ChatlioTrigger/collect/nextGroup.ts. */
const MOST_ITEMS = 500;

/**
 * Fits 1 / (events a second) = call + item + execution × executions per event, where an event that starts nothing
 * costs only its call. What an execution's request costs cannot be told apart here: each execution makes one.
 * @returns undefined where the set-ups do not determine the costs
 */
export function fitModel(engine: string, observations: Observation[]): EngineModel | undefined {
	const rows = observations.flatMap(({ passes }) =>
		// Times the events a second, so that each equation counts by its relative error.
		passes.map((pass) => factorsOf(executionsIn(pass)).map((factor) => factor * pass.value)),
	);
	const seconds = leastCosts(rows);
	if (!seconds) return undefined;
	const [call, execution, item] = seconds.map((value) => value * 1_000);
	const costsMs = { call, execution, item };
	return {
		engine,
		costsMs,
		predictions: observations.map((observation) => predict(observation, costsMs)),
		most: {
			oneExecutionEach: eventsPerSecond(1, costsMs),
			collected: eventsPerSecond(1 / MOST_ITEMS, costsMs),
		},
	};
}

function predict({ setUp, passes }: Observation, costs: Costs): Prediction {
	const executionsPerEvent = median(passes.map(executionsIn));
	const measured = median(passes.map(({ value }) => value));
	const predicted = eventsPerSecond(executionsPerEvent, costs);
	const errorPercent = (predicted / measured - 1) * 100;
	return { setUp, executionsPerEvent, measured, predicted, errorPercent };
}

/** How many events a second a set-up can take in; `executionsPerEvent` 0: nothing is started. */
export function eventsPerSecond(
	executionsPerEvent: number,
	{ call, execution, item }: Costs,
): number {
	const [calls, executions, items] = factorsOf(executionsPerEvent);
	return 1_000 / (calls * call + executions * execution + items * item);
}

/** Calls, executions and items of one event. */
const factorsOf = (executionsPerEvent: number) => [
	1,
	executionsPerEvent,
	executionsPerEvent > 0 ? 1 : 0,
];

const executionsIn = ({ details }: Pass) => details?.executionsPerEvent ?? 0;
