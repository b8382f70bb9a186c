import { NONE } from '../../../../lib/n8n/alignKeys';
import { setUp as setUpSource } from '../../../../lib/setup/setUp';
import type { ItemOperation } from '../../shared/operation';
import { setUpSettings } from './readSetUpSettings';
import { skippedStepHints } from './skippedStepHints';
import { setUpHints } from './sourceHints';
import { setUpOptions, setUpProperties } from './setUp.properties';

export const setUp: ItemOperation = {
	value: 'setUp',
	name: 'Set Up',
	action: 'Set up a chatlio source',
	description:
		'Create the schema, dataset and dataflow for Chatlio’s events, and keep what already exists',
	changesDataflows: true,
	properties: setUpProperties,
	options: setUpOptions,
	async run(context) {
		const { n8n, platform } = context;
		const settings = setUpSettings(context);
		const result = await setUpSource(platform.call, settings);
		const hints = [
			...setUpHints(result, settings.deliveryRoute, n8n.getTimezone()),
			...skippedStepHints(result.rows),
		];
		for (const hint of hints) n8n.addExecutionHints(hint);
		return result.rows.map((row) => ({
			...row,
			steps: row.steps.map((step) => ({ ...step, id: step.id || NONE })),
		}));
	},
};
