import { privacyJobProblem, simplePrivacyJob } from '../../../../lib/platform/services/privacyJob';
import { readPrivacyJob } from '../../../../lib/platform/services/privacyService';
import { ServiceError } from '../../../../lib/problem/serviceError';
import { isSimplified, simplify } from '../../shared/common.properties';
import { FailedResult, type ItemOperation } from '../../shared/operation';
import { requiredRequestTextOf } from '../../shared/parameters';

export const get: ItemOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get a privacy request',
	description: 'Get the status of a privacy request, with what each product answered in words',
	withoutSandbox: true,
	properties: [
		{
			displayName: 'Job ID',
			name: 'jobId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 6fc09b53-c24f-4a6c-9ca2-c6076b0842b6',
			description: 'The ID that Create and Get Many return',
		},
		simplify,
	],
	async run(context) {
		const jobId = requiredRequestTextOf(context, 'jobId', 'Job ID', 'resourceId');
		const job = await readPrivacyJob(context.platform.call, jobId);
		const result = isSimplified(context) ? simplePrivacyJob(job) : job;
		const problem = privacyJobProblem(job);
		if (!problem) return result;
		if (!context.n8n.continueOnFail()) throw new ServiceError(problem);
		return new FailedResult(result, problem);
	},
};
