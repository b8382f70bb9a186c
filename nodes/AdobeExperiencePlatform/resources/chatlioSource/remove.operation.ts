import { NONE } from '../../../../lib/n8n/alignKeys';
import { removalProblem, remove as removeSource } from '../../../../lib/setup/remove';
import { problemText } from '../../../../lib/problem/problem';
import { ServiceError } from '../../../../lib/problem/serviceError';
import { FailedResult, type ItemOperation } from '../../shared/operation';
import { confirmNameProperty, nameOptions, nameProperty } from './name.properties';
import { removeSettings } from './readSetUpSettings';
import { removeHints } from './sourceHints';

export const remove: ItemOperation = {
	value: 'remove',
	name: 'Remove',
	action: 'Remove a chatlio source',
	description:
		'Delete what Set Up created under a name, on any delivery route, and list what Adobe cannot delete',
	changesDataflows: true,
	properties: [
		nameProperty,
		confirmNameProperty,
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
		const { n8n, platform, clock } = context;
		const settings = removeSettings(context);
		const removals = await removeSource(platform.call, settings, clock.stopped);
		const failure = removalProblem(removals);
		// n8n may not show the output of an execution that was stopped; its log and the console do.
		if (failure && clock.stopped()) clock.progress(problemText(failure));
		if (failure && !n8n.continueOnFail()) throw new ServiceError(failure);
		for (const hint of removeHints(removals, settings.name)) n8n.addExecutionHints(hint);
		return removals.map(({ kind, name, outcome, reason = NONE, id, problem }) => {
			// The fields a person looks for come first, as n8n's table shows them in this order.
			const row = { kind, name, outcome, reason, id };
			return problem ? new FailedResult(row, problem) : row;
		});
	},
};
