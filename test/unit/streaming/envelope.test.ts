import {
	buildEnvelope,
	missingDestinationFields,
	requestHeaders,
} from '../../../lib/streaming/envelope';
import { destination } from './fakes';

describe('the envelope of an XDM record', () => {
	it('is the message Adobe documents, with the same schema reference in header and body', () => {
		const { prefix, suffix } = buildEnvelope(destination, 'xdm', 'n8n');
		const schemaRef = {
			id: destination.schemaId,
			contentType: 'application/vnd.adobe.xed-full+json;version=1',
		};
		expect(JSON.parse(`${prefix}{"_id":"1"}${suffix}`)).toEqual({
			header: {
				schemaRef,
				imsOrgId: destination.organizationId,
				datasetId: destination.datasetId,
				flowId: destination.flowId,
				source: { name: 'n8n' },
			},
			body: { xdmMeta: { schemaRef }, xdmEntity: { _id: '1' } },
		});
	});

	it('leaves out the dataflow and the source name when they are not known', () => {
		const { prefix } = buildEnvelope({ ...destination, flowId: '' }, 'xdm', '');
		expect(prefix).not.toContain('flowId');
		expect(prefix).not.toContain('source');
	});

	it.each(['raw', 'message'] as const)('is empty for %s records', (format) => {
		expect(buildEnvelope(destination, format, 'n8n')).toEqual({
			prefix: '',
			suffix: '',
			bytes: 0,
		});
	});
});

describe('the missing fields of a destination', () => {
	const bare = { inletUrl: destination.inletUrl, authenticated: false };

	it.each([
		['xdm' as const, ['organization ID', 'dataset ID', 'schema ID']],
		['raw' as const, ['dataflow ID']],
		['message' as const, []],
	])('are named for %s', (format, missing) => {
		expect(missingDestinationFields(bare, format)).toEqual(missing);
		expect(missingDestinationFields(destination, format)).toEqual([]);
	});
});

describe('request headers', () => {
	it('name the sandbox in both spellings and the dataflow', () => {
		expect(requestHeaders(destination)).toEqual({
			'Content-Type': 'application/json',
			'x-adobe-flow-id': destination.flowId,
			'x-sandbox-name': 'prod',
			'sandbox-name': 'prod',
		});
	});

	it('name the organization only if the inlet asks for a token', () => {
		expect(requestHeaders({ ...destination, authenticated: true })).toHaveProperty(
			'x-gw-ims-org-id',
			destination.organizationId,
		);
		expect(requestHeaders({ inletUrl: destination.inletUrl, authenticated: true })).toEqual({
			'Content-Type': 'application/json',
		});
	});
});
