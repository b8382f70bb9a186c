// Shows what changed between two versions of n8n in the types that this project uses:
// npm run compare:n8n -- 2.40.7 2.41.1
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGES, usedDeclarations } from './usedDeclarations.mts';
import { installEngine } from './versions.mts';

const versions = process.argv.slice(2);
if (versions.length !== 2) {
	console.error('Usage: npm run compare:n8n -- OLD NEW, e.g. 2.40.7 2.41.1');
	process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'n8n-types-'));
try {
	for (const version of versions) {
		const modules = join(await installEngine(version), 'node_modules');
		const texts = PACKAGES.map((name) => usedDeclarations(modules, name));
		writeFileSync(join(folder, `${version}.d.ts`), texts.join('\n'));
	}
	const files = versions.map((version) => `${version}.d.ts`);
	// Status 1 says that they differ.
	const { status } = spawnSync('git', ['--no-pager', 'diff', '--no-index', '--', ...files], {
		cwd: folder,
		stdio: 'inherit',
	});
	if (status === 0) console.log('Nothing that this project uses has changed');
	process.exitCode = status === 0 || status === 1 ? 0 : 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}
