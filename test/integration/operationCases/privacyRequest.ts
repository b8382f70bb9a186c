import type { ResourceCases } from './types';

const noPermission = { 'adobe.noPermission': 'privacy.noPermission' } as const;

export const privacyRequest: ResourceCases = {
	create: {
		parameters: { privacyAction: 'delete', visitorId: 'v-1', confirm: 'v-1' },
		codes: {
			...noPermission,
			'adobe.noAnswer': 'privacy.outcomeUnknown',
			'adobe.unavailable': 'privacy.outcomeUnknown',
			'adobe.unexpectedResponse': 'privacy.outcomeUnknown',
		},
	},
	get: {
		parameters: { jobId: '6fc09b53-c24f-4a6c-9ca2-c6076b0842b6' },
		codes: { ...noPermission, 'adobe.notFound': 'privacy.requestUnknown' },
	},
	// Without requests, Adobe answers 404.
	getMany: { parameters: {}, codes: noPermission, settled: [404] },
};
