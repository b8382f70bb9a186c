// Runs the scan of n8n's verification on the sources and on the packed tarball, without publishing.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { packPackage } from './package.mts';
import { root } from './paths.mts';

const folder = mkdtempSync(join(tmpdir(), 'scan-'));
const { tarball } = await packPackage(folder);
execFileSync('tar', ['-xzf', tarball], { cwd: folder });
const scans = [
	{ what: 'sources', folder: root, files: SOURCE_FILE_PATTERNS },
	{ what: 'tarball', folder: join(folder, 'package'), files: ['**/*.js', 'package.json'] },
];
for (const scan of scans) {
	const { passed, message, details } = await analyzePackage(scan.folder, scan.files);
	console.log(`${scan.what}: ${passed ? 'pass' : `${message}\n${details}`}`);
	if (!passed) process.exitCode = 1;
}
rmSync(folder, { recursive: true });
