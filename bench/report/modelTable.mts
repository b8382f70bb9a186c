import Table from 'cli-table3';
import type { Model } from '../model.mts';
import { short } from './table.mts';

/** Returns a table of the model's predictions next to the measurements. */
export function modelTable(model: Model): string {
	const table = new Table({
		head: ['Engine', 'Set-up', 'Events per execution', 'Predicted/s', 'Measured/s', 'Error'],
		style: { head: [], border: [] },
	});
	for (const { engine, predictions } of model)
		for (const { setUp, executionsPerEvent, predicted, measured, errorPercent } of predictions)
			table.push([
				engine,
				setUp,
				executionsPerEvent ? short(1 / executionsPerEvent) : 'no execution',
				short(predicted),
				short(measured),
				`${errorPercent.toFixed(1)} %`,
			]);
	const costs = model.map(
		({ engine, costsMs: { call, execution, item }, most }) =>
			`${engine}: ${short(call)} ms a call, ${short(execution)} ms an execution with its request, ${short(item)} ms an item; ` +
			`at most ${short(most.oneExecutionEach)} events/s with an execution each, ${short(most.collected)} collected`,
	);
	return [table.toString(), ...costs].join('\n');
}
