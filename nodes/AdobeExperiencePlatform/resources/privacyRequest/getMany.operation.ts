import { PRIVACY_STATUSES, simplePrivacyJob } from '../../../../lib/platform/services/privacyJob';
import { listPrivacyJobs, MOST_DAYS } from '../../../../lib/platform/services/privacyService';
import { fieldChoice } from '../../../../lib/problem/parameterValue';
import { serviceError } from '../../../../lib/problem/serviceError';
import {
	filters,
	isSimplified,
	limitOf,
	returnAllAndLimit,
	simplify,
} from '../../shared/common.properties';
import type { ItemOperation, OperationContext } from '../../shared/operation';
import { collectionOf } from '../../shared/parameters';
import { readDateTime } from '../../shared/readDateTime';
import { regulationOf, regulationProperties } from './regulation.properties';

const DAY_MS = 86_400_000;

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many privacy requests',
	description: 'Get the privacy requests of the organization under one regulation',
	withoutSandbox: true,
	properties: [
		...regulationProperties,
		...returnAllAndLimit,
		simplify,
		filters([
			{
				displayName: 'Since',
				name: 'since',
				type: 'dateTime',
				default: '',
				description: `Only requests from this day on, at most ${MOST_DAYS} days ago. If empty, Adobe returns those of the last seven days.`,
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				default: 'processing',
				options: [
					{ name: 'Complete', value: 'complete' },
					{ name: 'Error', value: 'error' },
					{ name: 'Processing', value: 'processing' },
					{ name: 'Submitted', value: 'submitted' },
				],
			},
		]),
	],
	async run(context) {
		const { status } = collectionOf<{ status: unknown }>(context, 'filters');
		const jobs = await listPrivacyJobs(
			context.platform.call,
			{
				regulation: regulationOf(context),
				status: status ? fieldChoice(status, 'Status', PRIVACY_STATUSES) : undefined,
				since: sinceOf(context),
			},
			limitOf(context),
		);
		return isSimplified(context) ? jobs.map(simplePrivacyJob) : jobs;
	},
};

/** Reads the first day to list, in ms since 1970. */
function sinceOf(context: OperationContext): number | undefined {
	const { since } = collectionOf<{ since: unknown }>(context, 'filters');
	const time = readDateTime(context, since, 'Since');
	const today = Math.floor(Date.now() / DAY_MS);
	if (time === undefined || Math.floor(time / DAY_MS) >= today - MOST_DAYS) return time;
	const advice = `Adobe lists at most 30 days at a time: choose a day at most ${MOST_DAYS} days ago.`;
	throw serviceError(
		'setting.invalid',
		{ label: 'Since', value: 'so long ago', advice },
		{ field: 'Since' },
	);
}
