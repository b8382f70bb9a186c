import { bringsAlong } from './bringsAlong.mts';
import { unpackPackage, type UnpackedPackage } from '../../harness/package.mts';

/** npm runs these on an install; n8n allows none. */
const INSTALL_SCRIPTS = [
	'preinstall',
	'install',
	'postinstall',
	'prepublish',
	'preprepare',
	'prepare',
	'postprepare',
];

let unpacked: UnpackedPackage;
let manifest: Record<string, unknown>;

beforeAll(async () => {
	unpacked = await unpackPackage();
	manifest = unpacked.manifest as unknown as Record<string, unknown>;
});
afterAll(() => unpacked?.remove());

describe('the published package', () => {
	it('brings nothing along, so that there is nothing in it for an advisory to be about', () => {
		for (const field of ['dependencies', 'optionalDependencies', 'bundleDependencies'])
			expect(manifest).not.toHaveProperty(field);
		expect(bringsAlong(manifest)).toEqual([]);
	});

	it('runs nothing on an install', () => {
		const scripts = Object.keys(manifest.scripts as object);
		expect(scripts.filter((name) => INSTALL_SCRIPTS.includes(name))).toEqual([]);
		expect(manifest).not.toHaveProperty('bin');
		expect(manifest).not.toHaveProperty('gypfile');
	});

	it('holds only files that the manifest lists, or that npm always adds', () => {
		const listed = [...(manifest.files as string[]), String(manifest.main)];
		const always = ['package.json', 'README.md', 'LICENSE'];
		const others = unpacked.files.filter(
			(file) =>
				!always.includes(file) &&
				!listed.some((entry) => file === entry || file.startsWith(`${entry}/`)),
		);
		expect(others).toEqual([]);
	});

	it('is ours alone, under one licence', () => {
		expect(manifest.license).toBe('MIT');
		expect(unpacked.files.filter((file) => file.includes('node_modules'))).toEqual([]);
		const notices = [...unpacked.scripts].filter(([, script]) => /@license|@preserve/.test(script));
		expect(notices.map(([file]) => file)).toEqual([]);
	});
});
