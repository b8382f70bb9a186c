import { cutOff, makeClone, type Clone, type Trouble } from './clone.mts';

const clones: Clone[] = [];
afterAll(() => clones.forEach((clone) => clone.remove()));

function newClone(): Clone {
	const clone = makeClone();
	clones.push(clone);
	return clone;
}

/** A clone in which everything is installed, n8n too. */
async function installedClone(): Promise<Clone> {
	const clone = newClone();
	expect(await clone.run({ withN8n: true }).ended).toEqual(RAN);
	return clone;
}

const RAN = { code: 0, output: expect.stringMatching(/the script runs\n$/) };
const BUN_INSTALLS = expect.stringMatching(
	/^bun install (?=.*--frozen-lockfile )(?=.*--ignore-scripts )(?=.*--registry=https:\/\/registry\.example\/ ).*in n8n$/,
);

describe('what is installed', () => {
	it('is everything, the first time', async () => {
		const clone = newClone();
		const { code, output } = await clone.run({ withN8n: true }).ended;
		expect({ code, output }).toEqual(RAN);
		expect(output).toMatch(/^Everything is installed: \d+ s$/m);
		expect(clone.calls().sort()).toEqual([
			BUN_INSTALLS,
			'npm ci in bun',
			'npm ci in clone',
			'prebuilt sqlite3',
		]);
		expect(clone.modules('playground/n8n').sort()).toEqual(['n8n', 'prebuild-install', 'sqlite3']);
	});

	it('is nothing, the next time', async () => {
		const clone = await installedClone();
		const before = clone.calls();
		expect(await clone.run({ withN8n: true }).ended).toEqual({
			code: 0,
			output: 'the script runs\n',
		});
		expect(clone.calls()).toEqual(before);
	});

	it('is no n8n where none is needed', async () => {
		const clone = newClone();
		expect(await clone.run().ended).toEqual(RAN);
		expect(clone.calls()).toEqual(['npm ci in clone']);
	});

	it('is n8n again for another lock file, but not its compiled part', async () => {
		const clone = await installedClone();
		clone.edit('playground/n8n/package-lock.json', (lockFile) => `${lockFile}\n`);
		const before = clone.calls();
		expect(await clone.run({ withN8n: true }).ended).toEqual(RAN);
		expect(clone.calls().slice(before.length)).toEqual([BUN_INSTALLS]);
	});

	it('is n8n by npm where bun does not run', async () => {
		const clone = newClone();
		clone.edit('playground/bun/package.json', () => '{"optionalDependencies":{}}');
		expect(await clone.run({ withN8n: true }).ended).toEqual(RAN);
		expect(clone.calls()).toContain('npm ci in n8n');
		expect(clone.calls()).not.toContainEqual(BUN_INSTALLS);
	});
});

describe('npm ci in the root', () => {
	it('is recognized', async () => {
		const clone = newClone();
		await clone.npm('ci');
		expect(await clone.run().ended).toEqual({ code: 0, output: 'the script runs\n' });
		expect(clone.calls()).toEqual(['npm ci in clone']);
	});

	it.each<[string, (clone: Clone) => void]>([
		[
			'of an older lock file',
			(clone) => clone.edit('package-lock.json', (text) => text.replaceAll('1.0.0', '1.0.1')),
		],
		['that a package was removed from', (clone) => clone.delete('node_modules/tool')],
		['that was cut off', (clone) => clone.delete('node_modules/.package-lock.json')],
	])('%s is done again', async (_, change) => {
		const clone = newClone();
		await clone.npm('ci');
		change(clone);
		expect(await clone.run().ended).toEqual(RAN);
		expect(clone.calls()).toEqual(['npm ci in clone', 'npm ci in clone']);
	});
});

describe('an install that is cut off', () => {
	it.each<Trouble['folder']>(['clone', 'n8n'])(
		'in %s by SIGKILL ends what it started and is done again',
		async (folder) => {
			const clone = newClone();
			await cutOff(clone.run({ withN8n: true, trouble: 'waiting', folder }), 'SIGKILL');
			expect(clone.modules('playground/n8n')).toEqual([]);

			expect(await clone.run({ withN8n: true }).ended).toEqual(RAN);
			expect(clone.modules()).toEqual(['tool']);
			expect(clone.modules('playground/n8n')).not.toContain('half');
		},
	);

	it('by SIGTERM ends what it started and says how it goes on', async () => {
		const clone = newClone();
		const running = clone.run({ trouble: 'waiting', folder: 'clone' });
		expect(await cutOff(running, 'SIGTERM')).toEqual({
			code: 143,
			output: expect.stringContaining(
				'The install was stopped. Run the same command again: what is done is kept.',
			),
		});
		expect(await clone.run().ended).toEqual(RAN);
	});
});

describe('an install that cannot go on says why and what to do:', () => {
	it.each<[string, Trouble, string]>([
		[
			'no network',
			{ trouble: 'offline' },
			'npm’s registry could not be reached. Connect to the network and run the same command again: what is done is kept.',
		],
		[
			'a full disk while npm installs',
			{ trouble: 'full', folder: 'clone' },
			'The disk is full: everything together needs about 5 GB. Make room and run the same command again.',
		],
		[
			'a full disk while bun installs',
			{ trouble: 'full', folder: 'n8n' },
			'The disk is full: everything together needs about 5 GB. Make room and run the same command again.',
		],
		[
			'a full disk while npm installs bun',
			{ trouble: 'fullButOptional', folder: 'bun' },
			'The disk is full: everything together needs about 5 GB. Make room and run the same command again.',
		],
		[
			'an npm that stops',
			{ trouble: 'broken', folder: 'clone' },
			'Run the same command again; if it stops at the same place, playground/node_modules/.install/install.log has the whole output.',
		],
	])('%s', async (_, trouble, sentence) => {
		const { code, output } = await newClone().run({ withN8n: true, ...trouble }).ended;
		expect(code).toBe(1);
		expect(output.trimEnd().split('\n').at(-1)).toBe(sentence);
	});
});

test('a link where packages go is refused: npm would empty the folder behind it', async () => {
	const clone = newClone();
	clone.link('node_modules');
	const { code, output } = await clone.run().ended;
	expect([code, output.trim()]).toEqual([
		1,
		'node_modules is a link, and an install would empty the folder behind it. Remove the link and run the same command again.',
	]);
	expect(clone.calls()).toEqual([]);
});

test('where bun stops, npm installs n8n', async () => {
	const clone = newClone();
	const run = clone.run({ withN8n: true, trouble: 'broken', folder: 'n8n' });
	// npm works in the same folder, and meets the same trouble.
	expect((await run.ended).output).toContain('bun could not install n8n: npm does it.');
	expect(clone.calls()).toContain('npm ci in n8n');
});

test('a second install leaves the place to the first, and is possible when that is gone', async () => {
	const clone = newClone();
	const first = clone.run({ trouble: 'waiting', folder: 'clone' });
	await first.waiting();
	const { code, output } = await clone.run().ended;
	expect([code, output.trim()]).toEqual([
		1,
		`Another run is installing (process ${first.pid}). Wait until it is done, then run the same command again.`,
	]);
	await cutOff(first, 'SIGKILL');
	expect(await clone.run().ended).toEqual(RAN);
});
