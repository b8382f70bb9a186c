import { median } from './judge.mts';
import type { Pass } from './figure.mts';
import { leastCosts } from './solve.mts';

/** Measurements of one setup: events per second, and the number of executions (with one request each) per event. */
export interface Observation {
	setUp: string;
	passes: Pass[];
}

/** Milliseconds that n8n's single thread spends, with one expression engine. */
export interface Costs {
	/** To accept a call and respond to it. */
	call: number;
	/** To run an execution, including its one request. */
	execution: number;
	/** To process one more event in an execution: store, map and send it. */
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
	/** Maximum number of events per second that it can accept. */
	most: { oneExecutionEach: number; collected: number };
}

export type Model = EngineModel[];

/**
 * Maximum number of items that the trigger puts into an execution: GROUP_LIMITS of
 * nodes/ChatlioTrigger/collect/nextGroup.ts.
 */
const MOST_ITEMS = 500;

/**
 * Fits 1 / (events per second) = call + item + execution × executions per event, where an event that starts nothing
 * costs only its call. The cost of the request cannot be separated here: each execution sends one.
 * @returns undefined if the setups do not determine the costs
 */
export function fitModel(engine: string, observations: Observation[]): EngineModel | undefined {
	const rows = observations.flatMap(({ passes }) =>
		// Multiplied by the events per second, so that each equation counts by its relative error.
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

/**
 * Returns the number of events per second that a setup can accept; `executionsPerEvent` 0 means that nothing is
 * started.
 */
export function eventsPerSecond(
	executionsPerEvent: number,
	{ call, execution, item }: Costs,
): number {
	const [calls, executions, items] = factorsOf(executionsPerEvent);
	return 1_000 / (calls * call + executions * execution + items * item);
}

/** Returns the calls, executions and items of one event. */
const factorsOf = (executionsPerEvent: number) => [
	1,
	executionsPerEvent,
	executionsPerEvent > 0 ? 1 : 0,
];

const executionsIn = ({ details }: Pass) => details?.executionsPerEvent ?? 0;
