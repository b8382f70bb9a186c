import { readFailedLine } from '../../../lib/platform/failedLine';
import { listFailedRecords } from '../../../lib/platform/failedRecords';
import { fakePlatform, refused } from './fakePlatform';

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
		return names.length ? { data: ['_SUCCESS', ...names].map((name) => ({ name })) } : refused(404);
	});
}

const line = (id: string) =>
	JSON.stringify({ body: { xdmEntity: { _id: id } }, _errors: [{ code: 'X', message: 'Bad' }] });

const find = async ({ call }: ReturnType<typeof fakePlatform>, limit = Infinity) =>
	await listFailedRecords(call, { datasetId: 'd1', limit });

const ids = ({ records }: Awaited<ReturnType<typeof find>>) =>
	records.map(({ record }) => record._id);

describe('the records of refused batches', () => {
	it('are read line by line from every file but the end mark', async () => {
		const found = await find(
			adobe(
				{ b1: { status: 'failed', created: 0 }, b2: { status: 'success' }, b3: {} },
				{ 'b1/p0.json': `${line('a')}\n\n${line('b')}\n`, 'b1/p1.json': JSON.parse(line('c')) },
			),
		);
		expect(ids(found)).toEqual(['a', 'b', 'c']);
		expect(found.records[0].account).toMatchObject({
			batchId: 'b1',
			at: '1970-01-01T00:00:00.000Z',
			codes: ['X'],
			violations: [{ field: '(record)', rule: 'Bad' }],
		});
	});

	it.each([
		['a list of reasons', { errors: [{ code: 'INGEST-1212-400', description: 'One row.' }] }],
		['a count', { failedRecordCount: 1 }],
		['a count among the metrics', { metrics: { failedRecordCount: 1 } }],
	])('are those left out of a batch stored in part, known by %s', async (_, more) => {
		const found = await find(
			adobe({ b1: { status: 'success', ...more } }, { 'b1/row_errors/e.json': line('a') }),
		);
		expect(ids(found)).toEqual(['a']);
	});

	it('are no more than asked for, and no further file is read', async () => {
		const platform = adobe(
			{ b1: { status: 'failure' }, b2: { status: 'failed' } },
			{ 'b1/p0.json': line('a'), 'b1/p1.json': line('b'), 'b2/p0.json': line('c') },
		);
		expect(ids(await find(platform, 1))).toEqual(['a']);
		expect(platform.asked).toHaveLength(3);
	});

	it('are missed aloud where Adobe has nothing any more', async () => {
		const errors = [{ code: 'INGEST-1401-400', description: 'Corrupted rows.' }];
		const { records, notices } = await find(adobe({ b1: { status: 'failed', errors } }));
		expect(records).toEqual([]);
		expect(notices).toEqual([
			expect.stringMatching(/^The batch b1 left out some records.* Adobe says: Corrupted rows\.$/),
		]);
	});

	it('are not looked for on when Adobe refuses', async () => {
		const { call } = fakePlatform(({ path }) =>
			path === BATCHES ? { b1: { status: 'failed' } } : refused(403),
		);
		await expect(find({ call, asked: [] })).rejects.toThrow('status 403');
		const broken = fakePlatform(({ path }) =>
			path === BATCHES ? { b1: { status: 'failed' } } : new Error('out of paper'),
		);
		await expect(find(broken)).rejects.toThrow('out of paper');
	});

	it('come from every page of batches, each batch once', async () => {
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

	it('are found in more files than one page lists', async () => {
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

describe('a line of refused records', () => {
	const violation = (rule: string) => ({
		pointerToViolation: '#/a',
		message: rule,
		keyword: 'type',
	});

	it('has what sync validation would have said', () => {
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

	it('has it under the other name too', () => {
		const { violations } = readFailedLine({ _validationErrors: [violation('two')] });
		expect(violations.map(({ rule }) => rule)).toEqual(['two']);
	});

	it.each([
		['expected type: JSONArray, found: JSONObject', 'a.b', 'Send the type the schema expects.'],
		['extraneous key [c] is not permitted', 'a.b.c', 'Remove the field, or add it to the schema.'],
		['something new', 'a.b', 'Compare the field with the schema.'],
	])('reads the coded text "%s" apart', (rule, field, fix) => {
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

	it('is the record itself where it was sent raw, without the remarks', () => {
		const { record } = readFailedLine({ a: 1, _errors: [], _filename: 'f' });
		expect(record).toEqual({ a: 1 });
	});

	it('gives what could not be read as text', () => {
		expect(readFailedLine({ _corrupt_record: '{missingQuotes: "v1"}' })).toMatchObject({
			record: {},
			unreadable: '{missingQuotes: "v1"}',
		});
		expect(readFailedLine({ _corrupt_record: '5' }).unreadable).toBe('5');
		expect(readFailedLine({ _corrupt_record: '{"a":1}' })).toMatchObject({ record: { a: 1 } });
		expect(readFailedLine('half a li').unreadable).toBe('half a li');
		expect(readFailedLine([1]).unreadable).toBe('[1]');
	});

	it('is said to be unreadable, and that there may be more than five', async () => {
		const five = Array.from({ length: 5 }, () => violation('x'));
		const { records } = await find(
			adobe(
				{ b1: { status: 'failed' } },
				{ 'b1/p': `half\n${JSON.stringify({ _validationErrors: five })}` },
			),
		);
		expect(records[0].account).toMatchObject({
			reason: expect.stringContaining('Adobe gives no reason'),
			advice: expect.stringContaining('could not read'),
			unreadable: 'half',
		});
		expect(records[0].account).not.toHaveProperty('at');
		expect(records[1].account.advice).toContain('there may be more');
	});
});
