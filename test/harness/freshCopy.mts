import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../playground/paths.mts';

// npm and the playground's installer write one of these when all is there.
const MARKS = ['.package-lock.json', '.installed'];
const INSTALLED = ['node_modules', 'playground/n8n/node_modules', 'playground/node24/node_modules'];

/**
 * Copies what a clone would hold to an empty place, with an empty home directory beside it. What npm installs is
 * linked: it depends on the lock files alone, and takes minutes.
 */
export function freshCopy(): { folder: string; home: string; remove: () => void } {
	const parent = mkdtempSync(join(tmpdir(), 'fresh-'));
	const folder = join(parent, 'clone');
	const home = join(parent, 'home');
	mkdirSync(home);
	const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
	const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0');
	for (const file of files.filter(Boolean)) {
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		cpSync(join(root, file), join(folder, file));
	}
	for (const modules of INSTALLED) {
		// A machine whose own Node is new enough has no other.
		if (modules.includes('node24') && !existsSync(join(root, modules))) continue;
		// Half-installed, the copy would install again, through the link.
		if (!MARKS.some((mark) => existsSync(join(root, modules, mark))))
			throw new Error(`${modules} was not installed by npm test: run it once`);
		symlinkSync(join(root, modules), join(folder, modules));
	}
	// Links are unlinked, not followed.
	return { folder, home, remove: () => rmSync(parent, { recursive: true, force: true }) };
}
