import { readFailedLine } from '../../../lib/platform/services/failedLine';
import { listFailedRecords } from '../../../lib/platform/services/failedRecords';
import { fakePlatform, rejected } from './fakePlatform';

const BATCHES = '/data/foundation/catalog/batches';

/** Batches in Catalog, and the files of each place. */
function adobe(batches: Record<string, object>, files: Record<string, unknown> = {}) {
	return fakePlatform(({ path, query }) => {
		if (path === BATCHES) return query?.start === 0 ? batches : {};
		const [batch, place] = path.split('/').slice(-2);
		const folder = place === 'meta' ? 'row_errors/' : '';
		const asked = query?.path;
		if (asked !== undefined && asked !== 'row_errors') return files[`${batch}/${String(asked)}`];
		const names = Object.keys(files)
			.filter((name) => name.startsWith(`${batch}/`) && name.includes('row_errors/') === !!folder)
			.map((name) => name.slice(`${batch}/${folder}`.length));
		return names.length
			? { data: ['_SUCCESS', ...names].map((name) => ({ name })) }
			: rejected(404);
	});
}

const line = (id: string) =>
	JSON.stringify({ body: { xdmEntity: { _id: id } }, _errors: [{ code: 'X', message: 'Bad' }] });

const find = async ({ call }: ReturnType<typeof fakePlatform>, limit = Infinity) =>
	await listFailedRecords(call, { datasetId: 'd1', limit });

const ids = ({ records }: Awaited<ReturnType<typeof find>>) =>
	records.map(({ record }) => record._id);

describe('listFailedRecords', () => {
	it('reads every file of a failed batch line by line, except for the end mark', async () => {
		const found = await find(
			adobe(
				{ b1: { status: 'failed', created: 0 }, b2: { status: 'success' }, b3: {} },
				{ 'b1/p0.json': `${line('a')}\n\n${line('b')}\n`, 'b1/p1.json': JSON.parse(line('c')) },
			),
		);
		expect(ids(found)).toEqual(['a', 'b', 'c']);
		expect(found.records[0].problem).toEqual({
			code: 'record.notStored',
			message: 'Adobe accepted the record, but did not store it: (record): Bad',
			advice: expect.stringMatching(/^Correct what is named, then send the item/),
			retry: 'never',
			service: 'adobe',
			field: '(record)',
			violations: [{ field: '(record)', rule: 'Bad', fix: 'Compare the field with the schema.' }],
		});
		expect(found.records[0].delivery).toEqual({
			status: 'rejected',
			batchId: 'b1',
			at: '1970-01-01T00:00:00.000Z',
			codes: ['X'],
		});
	});

	it.each([
		['a list of reasons', { errors: [{ code: 'INGEST-1212-400', description: 'One row.' }] }],
		['a count', { failedRecordCount: 1 }],
		['a count among the metrics', { metrics: { failedRecordCount: 1 } }],
	])(
		'finds the records left out of a batch that was stored in part, known by %s',
		async (_, more) => {
			const found = await find(
				adobe({ b1: { status: 'success', ...more } }, { 'b1/row_errors/e.json': line('a') }),
			);
			expect(ids(found)).toEqual(['a']);
		},
	);

	it('stops at the limit and reads no further file', async () => {
		const platform = adobe(
			{ b1: { status: 'failure' }, b2: { status: 'failed' } },
			{ 'b1/p0.json': line('a'), 'b1/p1.json': line('b'), 'b2/p0.json': line('c') },
		);
		expect(ids(await find(platform, 1))).toEqual(['a']);
		expect(platform.asked).toHaveLength(3);
	});

	it('reports a batch whose records Adobe no longer has', async () => {
		const errors = [{ code: 'INGEST-1401-400', description: 'Corrupted rows.' }];
		const { records, notices } = await find(adobe({ b1: { status: 'failed', errors } }));
		expect(records).toEqual([]);
		expect(notices).toEqual([
			expect.stringMatching(/^The batch b1 left out some records.* Adobe says: Corrupted rows\.$/),
		]);
	});

	it('counts and quotes only what Adobe gives as a number and as texts', async () => {
		const errors = [
			{ description: [{ reason: 'One row.' }] },
			{ description: { text: 'Two' } },
			{ description: 'Three rows.' },
			{},
		];
		const { notices } = await find(
			adobe({ b1: { status: 'success', failedRecordCount: { rows: 3 }, errors } }),
		);
		expect(notices).toEqual([
			'The batch b1 left out some records, of which Adobe has nothing: error diagnostics were off in the dataset, or the 30 days for which Adobe keeps them are over. Adobe says: Three rows.',
		]);
	});

	it('stops when Adobe rejects a request', async () => {
		const { call } = fakePlatform(({ path }) =>
			path === BATCHES ? { b1: { status: 'failed' } } : rejected(403),
		);
		await expect(find({ call, asked: [] })).rejects.toMatchObject({
			problem: { code: 'adobe.noPermission', status: 403 },
		});
		const broken = fakePlatform(({ path }) =>
			path === BATCHES ? { b1: { status: 'failed' } } : new Error('out of paper'),
		);
		await expect(find(broken)).rejects.toThrow('out of paper');
	});

	it('reads every page of batches, and each batch once', async () => {
		const many = Object.fromEntries(
			Array.from({ length: 100 }, (_, index) => [`ok${index}`, { status: 'success' }]),
		);
		delete many.ok0;
		const { call } = fakePlatform(({ path, query }) => {
			if (path === BATCHES) {
				return query?.start === 0
					? { ...many, b1: { status: 'failed' } }
					: { b1: { status: 'failed' } };
			}
			return query?.path === 'p' ? line('a') : { data: [{ name: 'p' }, {}] };
		});
		expect(ids(await find({ call, asked: [] }))).toEqual(['a']);
	});

	it('finds records in more files than one page lists', async () => {
		const { call } = fakePlatform(({ path, query }) => {
			if (path === BATCHES) return { b1: { status: 'failed' } };
			if (query?.path === 'last') return line('z');
			if (query?.path) return 5;
			return query?.start === '0'
				? { data: Array.from({ length: 100 }, (_, index) => ({ name: `f${index}` })) }
				: { data: [{ name: 'last' }] };
		});
		expect(ids(await find({ call, asked: [] }))).toEqual(['z']);
		const empty = fakePlatform(({ path }) =>
			path === BATCHES ? { b1: { status: 'failed' } } : undefined,
		);
		expect((await find(empty)).notices).toHaveLength(1);
	});
});

describe('a line of failed records', () => {
	const violation = (rule: string) => ({
		pointerToViolation: '#/a',
		message: rule,
		keyword: 'type',
	});

	it('has the violations that sync validation would have named', () => {
		const { record, violations } = readFailedLine({
			header: {},
			body: { xdmEntity: { _id: 'a' } },
			_errors: { _streamingValidation: [violation('one')] },
			_validationErrors: [violation('one')],
		});
		expect(record).toEqual({ _id: 'a' });
		expect(violations).toEqual([
			{ field: 'a', rule: 'one', fix: 'Send the type the schema expects.' },
		]);
	});

	it('has them under the other name too', () => {
		const { violations } = readFailedLine({ _validationErrors: [violation('two')] });
		expect(violations.map(({ rule }) => rule)).toEqual(['two']);
	});

	it.each([
		['expected type: JSONArray, found: JSONObject', 'a.b', 'Send the type the schema expects.'],
		['extraneous key [c] is not permitted', 'a.b.c', 'Remove the field, or add it to the schema.'],
		['something new', 'a.b', 'Compare the field with the schema.'],
	])('splits the coded text "%s"', (rule, field, fix) => {
		const message = `The message cannot be validated: [#/a/b: ${rule}]`;
		const { violations, codes } = readFailedLine({ _errors: [{ code: 'DCVS-1104-400', message }] });
		expect(violations).toEqual([{ field, rule, fix }]);
		expect(codes).toEqual(['DCVS-1104-400']);
	});

	it('says so when Adobe gives no reason', () => {
		expect(readFailedLine({ _errors: [{}] }).violations).toEqual([
			expect.objectContaining({ rule: 'Adobe gives no reason' }),
		]);
	});

	it('is the record itself, without the remarks, if it was sent raw', () => {
		const { record } = readFailedLine({ a: 1, _errors: [], _filename: 'f' });
		expect(record).toEqual({ a: 1 });
	});

	it('keeps what could not be read as text', () => {
		expect(readFailedLine({ _corrupt_record: '{missingQuotes: "v1"}' })).toMatchObject({
			record: {},
			unreadable: '{missingQuotes: "v1"}',
		});
		expect(readFailedLine({ _corrupt_record: '5' }).unreadable).toBe('5');
		expect(readFailedLine({ _corrupt_record: '{"a":1}' })).toMatchObject({ record: { a: 1 } });
		expect(readFailedLine('half a li').unreadable).toBe('half a li');
		expect(readFailedLine([1]).unreadable).toBe('[1]');
	});

	it('is reported as unreadable, or as having possibly more than five violations', async () => {
		const five = Array.from({ length: 5 }, () => violation('x'));
		const { records } = await find(
			adobe(
				{ b1: { status: 'failed' } },
				{ 'b1/p': `half\n${JSON.stringify({ _validationErrors: five })}` },
			),
		);
		expect(records[0].problem).toEqual({
			code: 'record.unreadable',
			message: 'Adobe accepted the record, but did not store it: Adobe gives no reason',
			advice: 'Adobe could not read it as JSON: find out which system sent this text.',
			retry: 'never',
			service: 'adobe',
		});
		expect(records[0].delivery).toEqual({ status: 'rejected', batchId: 'b1', unreadable: 'half' });
		expect(records[1].problem).toMatchObject({
			code: 'record.notStored',
			advice: expect.stringMatching(/ Adobe names at most five violations: there may be more\.$/),
			field: 'a',
			violations: Array.from({ length: 5 }, () => expect.objectContaining({ rule: 'x' })),
		});
	});
});
