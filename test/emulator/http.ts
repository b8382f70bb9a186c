import axios, { type AxiosInstance } from 'axios';
import { CLIENT_ID, ORG_ID } from '../../emulator/account.mts';
import { fetchToken, type PreparedDataflow } from '../../emulator/prepare.mts';

/** A client that gives every answer back, whatever its status. */
export const http: AxiosInstance = axios.create({ validateStatus: () => true, proxy: false });

/** A minimal valid event of the standard schema. */
export const event = (id: string, extra: object = {}) => ({
	_id: id,
	timestamp: '2025-01-31T12:00:00Z',
	eventType: 'chat.message',
	...extra,
});

/** An XDM message in its envelope, as Adobe's tutorial shows it. */
export const message = (flow: PreparedDataflow, entity: unknown, header: object = {}) => ({
	header: {
		schemaRef: flow.schemaRef,
		imsOrgId: ORG_ID,
		datasetId: flow.datasetId,
		flowId: flow.flowId,
		source: { name: 'ACME chat connector' },
		...header,
	},
	body: { xdmMeta: { schemaRef: flow.schemaRef }, xdmEntity: entity },
});

export const batchUrl = (flow: PreparedDataflow) =>
	flow.inletUrl.replace('/collection/', '/collection/batch/');

/** The headers of an authenticated inlet. */
export const inletHeaders = async (url: string) => ({
	Authorization: `Bearer ${await fetchToken(url)}`,
	'x-gw-ims-org-id': ORG_ID,
	'x-sandbox-name': 'prod',
});

/** A client of the platform's APIs that gives every answer back. */
export async function platform(url: string, headers: object = {}): Promise<AxiosInstance> {
	return axios.create({
		baseURL: url,
		proxy: false,
		validateStatus: () => true,
		headers: {
			Authorization: `Bearer ${await fetchToken(url)}`,
			'x-api-key': CLIENT_ID,
			'x-gw-ims-org-id': ORG_ID,
			'x-sandbox-name': 'prod',
			...headers,
		},
	});
}
