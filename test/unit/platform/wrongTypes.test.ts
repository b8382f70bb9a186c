import { simpleBatch } from '../../../nodes/AdobeExperiencePlatform/resources/dataset/simplifyDataset';
import { mappingDraft, previewMapping } from '../../../lib/platform/services/dataPrep';
import { listFailedRecords } from '../../../lib/platform/services/failedRecords';
import { summarizeRun } from '../../../lib/platform/services/flowRuns';
import {
	privacyJobProblem,
	simplePrivacyJob,
	type PrivacyJob,
} from '../../../lib/platform/services/privacyJob';
import { summaryOf } from '../../../lib/platform/services/flowService';
import { fakePlatform, rejected } from './fakePlatform';

/** Values of the wrong type, each sent in place of every text in a response. */
const WRONG_VALUES: Array<[type: string, value: unknown]> = [
	['an object', { text: 'x' }],
	['a list of objects', [{ text: 'x' }]],
	['a number', 7],
	['null', null],
	['true', true],
];

/** Functions that read a response in which every text is replaced by this value, and return what the user sees. */
const READERS: Array<[what: string, read: (value: unknown) => Promise<unknown>]> = [
	[
		'the notice about a batch',
		async (value) => {
			const errors = [{ code: value, description: value }, value];
			const batches = { b1: { status: 'success', failedRecordCount: value, errors } };
			const { call } = fakePlatform(({ path }) =>
				path.endsWith('/batches') ? batches : rejected(404),
			);
			return (await listFailedRecords(call, { datasetId: 'd1', limit: 10 })).notices;
		},
	],
	[
		'the reasons of a batch',
		async (value) =>
			simpleBatch({ id: 'b1', errors: [{ code: value, description: value }, value] } as never)
				.reasons,
	],
	[
		'the warnings of a mapping set',
		async (value) => {
			const errors = [
				{ message: value },
				{ exception: value, source: value, destination: value },
				value,
			];
			const { call } = fakePlatform(() => ({ data: {}, errors }));
			return (await previewMapping(call, mappingDraft('s', []), {})).warnings;
		},
	],
	[
		'the summary of a run',
		async (value) => {
			const errors = [{ code: value, message: value, recordCount: value }, value];
			const statusSummary = { status: value, errors, extensions: { errors } };
			const { status, errors: texts } = summarizeRun({
				id: 'r1',
				metrics: { statusSummary },
			} as never);
			return [status, ...texts];
		},
	],
	[
		'the problem of a privacy job',
		async (value) => {
			const answer = { status: value, message: value, responseMsgDetail: value };
			const job: unknown = {
				jobId: value,
				status: 'error',
				createdDate: value,
				productResponses: [{ product: value, productStatusResponse: answer }, value],
			};
			return [
				privacyJobProblem(job as PrivacyJob)?.message,
				simplePrivacyJob(job as PrivacyJob).summary,
			];
		},
	],
	[
		'the summary of a dataflow',
		async (value) => Object.values(summaryOf({ id: 'f1', name: value, state: value } as never)),
	],
];

describe.each(READERS)('%s', (_, read) => {
	it.each(WRONG_VALUES)('is readable if every text is %s', async (__, value) => {
		const shown = [await read(value)].flat(2).filter((text) => text !== undefined);
		expect(shown.length).toBeGreaterThan(0);
		for (const text of shown) {
			expect(text).toEqual(expect.any(String));
			expect(text).not.toMatch(/\[object|\b(undefined|NaN)\b/);
		}
	});
});
