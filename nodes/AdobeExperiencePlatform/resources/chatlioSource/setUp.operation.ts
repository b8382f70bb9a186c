import { setUp as setUpSource } from '../../../../lib/setup/setUp';
import type { ItemOperation } from '../../shared/operation';
import { setUpSettings } from './readSetUpSettings';
import { setUpOptions, setUpProperties } from './setUp.properties';

export const setUp: ItemOperation = {
	value: 'setUp',
	name: 'Set Up',
	action: 'Set up a chatlio source',
	description:
		'Create the schema, dataset and dataflow for Chatlio’s events, and keep what already exists',
	properties: setUpProperties,
	options: setUpOptions,
	run: async (context) =>
		(await setUpSource(context.platform.call, setUpSettings(context))).map((row) => ({
			...row,
			steps: row.steps.map((step) => ({ ...step })),
		})),
};
