import type { INodePropertyCollection, INodeProperties } from 'n8n-workflow';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { acceptedAnswer, sendTo } from '../../harness/openInlet';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';

let stub: StubServer;

beforeAll(async () => (stub = await stubServer(acceptedAnswer)));
afterAll(async () => await stub.close());
beforeEach(() => (stub.requests.length = 0));

const RANGES: Array<[string, string, number, number]> = [
	['timeoutSeconds', 'Timeout (Seconds)', 1, 3_600],
	['retrySeconds', 'Retry For (Seconds)', 0, 86_400],
	['batchSize', 'Batch Size', 1, 1_000],
	['parallelRequests', 'Parallel Requests', 1, 20],
];

const options = new AdobePlatformStreaming().description.properties.find(
	({ name }) => name === 'options',
)!.options as Array<INodeProperties | INodePropertyCollection>;

describe.each(RANGES)('%s', (name, label, min, max) => {
	it('has the same range in the panel', () => {
		const { displayName, typeOptions } = options.find(
			(option) => option.name === name,
		) as INodeProperties;
		expect(displayName).toBe(label);
		expect(typeOptions).toMatchObject({ minValue: min, maxValue: max, numberPrecision: 0 });
	});

	it.each([-1, min - 1, min - 0.5, max + 1, 3_000_000, 1e300, '-7'])(
		'%s from an expression is not sent',
		async (value) => {
			const { outcomes } = await sendTo(stub.url, 1, { [name]: `={{ ${value} }}` });
			expect(outcomes[0]).toMatchObject({
				status: 'notSent',
				problem: {
					code: 'setting.invalid',
					message: `The field ${label} cannot be ${Number(value)}`,
					advice: `Enter a number from ${min} to ${max.toLocaleString('en-US')}.`,
					field: label,
				},
			});
			expect(stub.requests).toEqual([]);
		},
	);

	it.each([min, max, `${max}`, ''])('%j from an expression is sent', async (value) => {
		const { outcomes } = await sendTo(stub.url, 2, { [name]: `={{ ${JSON.stringify(value)} }}` });
		expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
	});
});
