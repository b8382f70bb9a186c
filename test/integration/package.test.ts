import { PACKAGE, Registry } from '../harness/n8n';
import { unpackPackage, type UnpackedPackage } from '../harness/package.mts';

let unpacked: UnpackedPackage;

beforeAll(async () => {
	unpacked = await unpackPackage();
});
afterAll(() => unpacked?.remove());

describe('the packed package', () => {
	it('holds only what n8n and a reader need', () => {
		const rest = unpacked.files.filter((file) => !file.startsWith('dist/'));
		expect(rest.sort()).toEqual([
			'CHANGELOG.md',
			'LICENSE',
			'README.md',
			'index.js',
			'package.json',
		]);
		const kinds = new Set(unpacked.files.map((file) => file.replace(/^.*?(\.[a-z]+)$/, '$1')));
		expect([...kinds].sort()).toEqual(['.js', '.json', '.md', '.svg', 'LICENSE']);
	});

	it('has no runtime dependencies', () => {
		expect(unpacked.manifest.dependencies).toBeUndefined();
	});

	it('requires nothing at run time but n8n-workflow, Node’s crypto and its own files', () => {
		const required = [...unpacked.scripts.values()]
			.flatMap((script) => [...script.matchAll(/(?:require|import)\(["']([^"']+)["']\)/g)])
			.map(([, name]) => name)
			.filter((name) => !name.startsWith('.'));
		expect([...new Set(required)].sort()).toEqual(['crypto', 'n8n-workflow']);
	});

	it('loads as an installed community package does', async () => {
		const { loader } = await Registry.fromBuiltPackage(unpacked.folder);
		expect(Object.keys(loader.nodeTypes).sort()).toEqual([
			'adobeExperiencePlatform',
			'adobePlatformStreaming',
			'chatlio',
			'chatlioToXdm',
			'chatlioTrigger',
		]);
		expect(loader.known.credentials).toMatchObject({
			adobeExperiencePlatformApi: {
				supportedNodes: expect.arrayContaining([
					'adobeExperiencePlatform',
					'adobePlatformStreaming',
				]),
			},
			chatlioApi: { supportedNodes: ['chatlio'] },
			chatlioRecordIdKeyApi: { supportedNodes: ['chatlioToXdm'] },
			chatlioWebhookApi: { supportedNodes: ['chatlioTrigger'] },
		});
	});

	it('shows an icon, a subtitle and search words for every node', async () => {
		const { loader } = await Registry.fromBuiltPackage(unpacked.folder);
		for (const { type } of Object.values(loader.nodeTypes)) {
			const { description } = type;
			expect(description.iconUrl).toEqual({
				light: expect.stringMatching(new RegExp(`^icons/${PACKAGE}/dist/icons/.+\\.svg$`)),
				dark: expect.stringMatching(/\.dark\.svg$/),
			});
			expect(description).toHaveProperty('subtitle');
			expect(description.codex?.alias).toEqual(expect.arrayContaining(['AEP']));
		}
	});
});
