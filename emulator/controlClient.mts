import axios from 'axios';
import type { FaultAction, FaultMatch } from './control/faults.mts';
import type { LoggedRequest } from './control/requestLog.mts';
import type { ShownRecord } from './control/showRecord.mts';
import type { JobStatus, PrivacyJob } from './privacy/jobs.mts';
import type { Settings } from './settings.mts';

export type { PrivacyJob };
export type { FaultAction, FaultMatch, LoggedRequest, Settings, ShownRecord };

export interface RecordQuery {
	datasetId?: string;
	/** Received at or after this time, in milliseconds since 1970. */
	since?: number;
	status?: 'received' | 'stored' | 'refused' | 'lost';
	/** Default 10,000, at most 100,000. */
	limit?: number;
}

export interface Control {
	/** Adds a fault rule; `times` defaults to 1, 0 means every time. */
	fault: (rule: { match?: FaultMatch; times?: number; action: FaultAction }) => Promise<void>;
	clearFaults: () => Promise<void>;
	settings: (change: Partial<Settings>) => Promise<Settings>;
	/** Returns everything that the inlets accepted, in order of arrival. */
	records: (query?: RecordQuery) => Promise<ShownRecord[]>;
	/**
	 * Waits until no record waits for validation and there are at least `count`; throws after `timeoutMs`, which guards
	 * against a hang.
	 */
	settled: (count: number, query?: RecordQuery, timeoutMs?: number) => Promise<ShownRecord[]>;
	/** Returns those of the last 1,000 requests whose path contains the text. */
	requests: (path?: string) => Promise<LoggedRequest[]>;
	/** Returns the number of token requests, of rejected ones and of valid tokens. */
	tokens: () => Promise<{ requests: number; refused: number; valid: number }>;
	/** Expires every token, as if a day had passed. */
	expireTokens: () => Promise<void>;
	revokeTokens: () => Promise<void>;
	/** Makes a dataflow older, to skip its warm-up. */
	ageFlow: (flowId: string, ms?: number) => Promise<void>;
	/** Makes all received records older (default: two hours), so that the runs of those hours are complete. */
	ageRecords: (ms?: number) => Promise<void>;
	/** Puts a dataflow into a state without changing its age. */
	setFlowState: (flowId: string, state: string) => Promise<void>;
	/** Returns everything that Privacy Service was asked to do, newest first. */
	privacyJobs: () => Promise<PrivacyJob[]>;
	/** Decides the status of a privacy job; products that are not named answer what they find. */
	decidePrivacyJob: (
		jobId: string,
		status: JobStatus,
		products?: Record<string, string>,
	) => Promise<PrivacyJob>;
	/** Resets everything: no resources, records, tokens or faults, and the initial settings. */
	reset: () => Promise<void>;
}

const TEN_MINUTES = 600_000;
const TWO_HOURS = 7_200_000;

/** Creates a client of an emulator's control endpoint. */
export function controlClient(url: string): Control {
	const http = axios.create({ baseURL: `${url}/emulator`, proxy: false });
	const records = async (query: RecordQuery = {}) =>
		(await http.get<{ records: ShownRecord[] }>('/records', { params: query })).data.records;
	const counts = async (datasetId?: string) =>
		(
			await http.get<{ counts: Record<ShownRecord['status'], number> }>('/records', {
				params: { datasetId, limit: 0 },
			})
		).data.counts;
	return {
		fault: async ({ match = {}, ...rule }) => void (await http.post('/faults', { match, ...rule })),
		clearFaults: async () => void (await http.delete('/faults')),
		settings: async (change) => (await http.put<Settings>('/settings', change)).data,
		records,
		settled: async (count, query, timeoutMs = 120_000) => {
			const deadline = Date.now() + timeoutMs;
			for (;;) {
				// The counts are cheap; the records are fetched only after all have been validated.
				const { received, ...done } = await counts(query?.datasetId);
				const total = Object.values(done).reduce((sum, one) => sum + one, 0);
				const settledRecords = received === 0 && total >= count ? await records(query) : [];
				if (received === 0 && settledRecords.length >= count) return settledRecords;
				if (Date.now() > deadline) {
					throw new Error(
						`After ${timeoutMs} ms there are ${settledRecords.length || total} records (${received} not yet validated), not ${count}.`,
					);
				}
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
		},
		requests: async (path = '') =>
			(await http.get<{ requests: LoggedRequest[] }>('/requests', { params: { path } })).data
				.requests,
		tokens: async () =>
			(await http.get<{ requests: number; refused: number; valid: number }>('/tokens')).data,
		expireTokens: async () => void (await http.post('/tokens/expire')),
		revokeTokens: async () => void (await http.post('/tokens/revoke')),
		ageFlow: async (flowId, ms = TEN_MINUTES) =>
			void (await http.post(`/flows/${flowId}/age`, { ms })),
		ageRecords: async (ms = TWO_HOURS) => void (await http.post('/records/age', { ms })),
		setFlowState: async (flowId, state) => void (await http.patch(`/flows/${flowId}`, { state })),
		privacyJobs: async () => (await http.get<{ jobs: PrivacyJob[] }>('/privacy/jobs')).data.jobs,
		decidePrivacyJob: async (jobId, status, products = {}) =>
			(await http.patch<PrivacyJob>(`/privacy/jobs/${jobId}`, { status, products })).data,
		reset: async () => void (await http.post('/reset')),
	};
}
