import { cutOff, makeClone, type Clone } from './clone.mts';

const VERSIONS = 'playground/node_modules/.versions';

let clone: Clone;
beforeEach(() => (clone = makeClone()));
afterEach(() => clone.remove());

describe('another version of n8n', () => {
	it('is installed once, in a folder of its own', async () => {
		const { code, output } = await clone.version(['2.20.12']).ended;
		expect([code, output]).toEqual([
			0,
			expect.stringMatching(/^Installing n8n 2\.20\.12 .*: \d+ s$/m),
		]);
		expect(clone.modules(`${VERSIONS}/2.20.12`).sort()).toEqual([
			'n8n',
			'prebuild-install',
			'sqlite3',
		]);
		expect(clone.modules('playground/n8n')).toEqual([]);
		const before = clone.calls();
		expect(await clone.version(['2.20.12']).ended).toEqual({ code: 0, output: '' });
		expect(clone.calls()).toEqual(before);
	});

	it('is only its engine if that is enough, and both are removed', async () => {
		expect((await clone.version(['--engine', '2.20.12']).ended).code).toBe(0);
		expect(clone.modules(`${VERSIONS}/2.20.12-engine`).sort()).toEqual([
			'n8n-core',
			'n8n-workflow',
		]);
		expect(clone.modules(`${VERSIONS}/2.20.12`)).toEqual([]);

		expect((await clone.version(['2.20.12']).ended).code).toBe(0);
		const before = clone.calls();
		// The engine is in it.
		expect(await clone.version(['--engine', '2.20.12']).ended).toEqual({ code: 0, output: '' });
		expect(clone.calls()).toEqual(before);

		expect((await clone.version(['--remove', '2.20.12']).ended).code).toBe(0);
		expect(clone.modules(`${VERSIONS}/2.20.12`)).toEqual([]);
		expect(clone.modules(`${VERSIONS}/2.20.12-engine`)).toEqual([]);
	});

	it('is continued after it was cut off', async () => {
		const trouble = { trouble: 'waiting', folder: '2.20.12' } as const;
		await cutOff(clone.version(['2.20.12'], trouble), 'SIGKILL');
		expect((await clone.version(['2.20.12']).ended).code).toBe(0);
		expect(clone.modules(`${VERSIONS}/2.20.12`)).toContain('n8n');
	});

	it.each<{ args: string[] }>([
		{ args: [] },
		{ args: ['latest'] },
		{ args: ['../n8n'] },
		{ args: ['--all', '2.20.12'] },
	])('is nothing else than a version: $args', async ({ args }) => {
		const { code, output } = await clone.version(args).ended;
		expect([code, output]).toEqual([1, expect.stringContaining('Usage: ')]);
		expect(clone.calls()).toEqual([]);
	});
});
