import { removalProblem, remove as removeSource } from '../../../../lib/setup/remove';
import { problemText } from '../../../../lib/problem/problem';
import { ServiceError } from '../../../../lib/problem/serviceError';
import { FailedResult, type ItemOperation } from '../../shared/operation';
import { nameOptions, nameProperty } from './name.properties';
import { nameSettings } from './readSetUpSettings';

export const remove: ItemOperation = {
	value: 'remove',
	name: 'Remove',
	action: 'Remove a chatlio source',
	description:
		'Delete what Set Up created under a name, on any delivery route, and list what Adobe cannot delete',
	properties: [
		nameProperty,
		{
			displayName: 'Remove Data',
			name: 'withData',
			type: 'boolean',
			default: false,
			description:
				'Whether to delete the dataset even if it contains data, which cannot be undone. If off, such a dataset stays, with its schema.',
		},
	],
	options: nameOptions,
	run: async (context) => {
		const { n8n, item, platform, clock } = context;
		const withData = n8n.getNodeParameter('withData', item) as boolean;
		const settings = { ...nameSettings(context), withData };
		const removals = await removeSource(platform.call, settings, clock.stopped);
		const failure = removalProblem(removals);
		// n8n may not show the output of an execution that was stopped; its log and the console do.
		if (failure && clock.stopped()) clock.progress(problemText(failure));
		if (failure && !n8n.continueOnFail()) throw new ServiceError(failure);
		return removals.map(({ problem, ...row }) =>
			problem ? new FailedResult(row, problem) : { ...row },
		);
	},
};
