import { brokenImportRules } from './importRules.mts';
import { sourceFiles } from './sourceFiles.mts';

it('the layers of the package import one way', () => {
	const sources = sourceFiles();
	expect(sources.length).toBeGreaterThan(100);
	expect(brokenImportRules(sources)).toEqual([]);
});

it.each<[what: string, path: string, text: string, broken: string]>([
	[
		'streaming imports a node',
		'lib/streaming/deliver.ts',
		"import { x } from '../../nodes/AdobePlatformStreaming/outputItems';",
		'lib/streaming/deliver.ts imports nodes/AdobePlatformStreaming/outputItems',
	],
	[
		'xdm imports a value of n8n',
		'lib/xdm/mapper/x.ts',
		"import { sleep, type INode } from 'n8n-workflow';",
		'lib/xdm/mapper/x.ts imports a value of n8n, and lib/xdm may only import its types',
	],
	[
		'lib imports the emulator',
		'lib/platform/services/x.ts',
		"import type { x } from '../../../emulator/start';",
		'lib/platform/services/x.ts imports emulator/start',
	],
	[
		'a node imports another one',
		'nodes/AdobeExperiencePlatform/resources/record/x.ts',
		"export * from '../../../AdobePlatformStreaming/outputItems';",
		'nodes/AdobeExperiencePlatform/resources/record/x.ts imports nodes/AdobePlatformStreaming/outputItems',
	],
])('is broken when %s', (_, path, text, broken) => {
	expect(brokenImportRules([{ path, text }])).toEqual([broken]);
});

it('is broken when folders import each other in a circle', () => {
	const files = [
		{ path: 'lib/xdm/mapper/a.ts', text: "import { b } from '../privacy/b';" },
		{ path: 'lib/xdm/privacy/b.ts', text: "import type { c } from '../fields/c';" },
		{ path: 'lib/xdm/fields/c.ts', text: "import { a } from '../mapper/a';" },
	];
	expect(brokenImportRules(files)).toEqual([
		'folder cycle: lib/xdm/fields > lib/xdm/mapper > lib/xdm/privacy > lib/xdm/fields',
	]);
});

it('only lib/platform knows the paths of Adobe’s platform', () => {
	const paths = sourceFiles().filter(({ text }) => text.includes('/data/'));
	expect(paths.length).toBeGreaterThan(5);
	expect(paths.filter(({ path }) => !path.startsWith('lib/platform/'))).toEqual([]);
});

it('types of n8n are known everywhere', () => {
	const text = "import type { INode } from 'n8n-workflow';";
	expect(brokenImportRules([{ path: 'lib/xdm/mapper/x.ts', text }])).toEqual([]);
});
