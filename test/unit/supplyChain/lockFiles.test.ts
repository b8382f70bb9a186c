import { isThere, namesIn, readPage } from '../../harness/docs.mts';

interface Entry {
	version?: string;
	link?: boolean;
	integrity?: string;
	resolved?: string;
}

const lockFiles = ['', ...namesIn('playground').map((name) => `playground/${name}/`)]
	.map((folder) => `${folder}package-lock.json`)
	.filter(isThere);

test('the project and everything that the playground installs have a lock file', () => {
	expect(lockFiles).toEqual([
		'package-lock.json',
		'playground/bun/package-lock.json',
		'playground/n8n/package-lock.json',
		'playground/node24/package-lock.json',
	]);
});

describe.each(lockFiles)('%s', (file) => {
	const { packages } = JSON.parse(readPage(file)) as {
		packages: Record<string, Entry>;
	};
	const installed = Object.entries(packages).filter(([path, { link }]) => path !== '' && !link);

	it('holds the checksum of every package, so that npm installs no other', () => {
		expect(installed.length).toBeGreaterThan(1);
		const without = installed.filter(
			([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''),
		);
		expect(without.map(([path, { version }]) => `${path}@${version}`)).toEqual([]);
	});

	it('names no registry: each machine uses its own', () => {
		expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
	});
});
