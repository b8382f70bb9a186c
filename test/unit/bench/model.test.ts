import { eventsPerSecond, fitModel, type Observation } from '../../../bench/model.mts';

const costs = { call: 1.5, execution: 9, item: 0.25 };
const observation = (setUp: string, executionsPerEvent: number): Observation => ({
	setUp,
	passes: [0.99, 1, 1.01].map((noise) => ({
		value: eventsPerSecond(executionsPerEvent, costs) * noise,
		lost: 0,
		doubled: 0,
		details: { executionsPerEvent },
	})),
});

test('the costs come back out of what they were put into', () => {
	const observations = [
		observation('no execution', 0),
		observation('an execution each', 1),
		observation('collected', 1 / 20),
	];
	const model = fitModel('lazy', observations)!;
	expect(model.costsMs.call).toBeCloseTo(costs.call, 2);
	expect(model.costsMs.execution).toBeCloseTo(costs.execution, 1);
	expect(model.costsMs.item).toBeCloseTo(costs.item, 2);
	for (const { errorPercent } of model.predictions) expect(Math.abs(errorPercent)).toBeLessThan(1);
	expect(model.most.oneExecutionEach).toBeCloseTo(1_000 / 10.75, 0);
});

test('set-ups that do not tell the costs apart make no model', () => {
	expect(fitModel('lazy', [observation('no execution', 0)])).toBeUndefined();
	expect(fitModel('lazy', [])).toBeUndefined();
});

test('an event that starts nothing costs its call only', () => {
	expect(eventsPerSecond(0, costs)).toBeCloseTo(1_000 / 1.5);
	expect(eventsPerSecond(1 / 10, costs)).toBeCloseTo(1_000 / (1.5 + 0.9 + 0.25));
});
