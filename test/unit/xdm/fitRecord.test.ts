import fc from 'fast-check';
import { utf8Bytes } from '../../../lib/xdm/mapper/jsonSize';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
import { anyEnrichedEvent, anyOptions } from '../../harness/chatlioEvents';

test('every record fits into Profile, unless the option keeps the whole transcript', () => {
	fc.assert(
		fc.property(anyEnrichedEvent, anyOptions, (event, options) => {
			const { records, notes } = toXdmRecords(event, options);
			const sizes = records.map((record) => utf8Bytes(JSON.stringify(record)));
			if (options.transcripts === 'whole') {
				const over = notes.some(({ kind }) => kind === 'overLimit');
				expect(sizes.some((size) => size > 10_000)).toBe(over);
			} else {
				for (const size of sizes) expect(size).toBeLessThanOrEqual(10_000);
			}
		}),
		{ numRuns: 300 },
	);
});

test('a record fits even if the identities have their maximum length', () => {
	const id = '李'.repeat(1024);
	const event = {
		event: 'newConversation',
		eventId: 'x',
		receivedAt: '2026-11-23T06:00:00.000Z',
		message: 'm'.repeat(20_000),
		visitor: { id, userId: `${id.slice(1)}伟`, email: `${'a'.repeat(64)}@${'b'.repeat(255)}` },
	} as const;
	const options = {
		tenantKey: '_acme',
		visitorNamespace: 'ChatlioVisitor',
		userNamespace: 'CRMID',
		primary: [],
		email: 'keep',
		keepCase: false,
		ip: 'keep',
		name: 'keep',
		texts: 'keep',
		traits: 'keep',
		personalFields: 'keep',
		transcripts: 'oneEvent',
	} as const;
	const [record] = toXdmRecords(event, options).records;
	expect(utf8Bytes(JSON.stringify(record))).toBeLessThanOrEqual(10_000);
	expect(Object.keys(record.identityMap as object)).toHaveLength(3);
	expect(record._acme).toMatchObject({ chatlio: { message: expect.stringMatching(/^m+$/) } });
});
