import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage } from '../../playground/package.mts';

export interface UnpackedPackage {
	folder: string;
	files: string[];
	manifest: { dependencies?: object; n8n: { nodes: string[]; credentials: string[] } };
	/** The text of every JavaScript file in it. */
	scripts: Map<string, string>;
}

/** Packs the package and unpacks it where nothing else of the repository is. */
export async function unpackPackage(): Promise<UnpackedPackage> {
	const parent = mkdtempSync(join(tmpdir(), 'packed-'));
	const { tarball, files } = await packPackage(parent);
	execFileSync('tar', ['-xzf', tarball], { cwd: parent });
	const folder = join(parent, 'package');
	const read = (file: string) => readFileSync(join(folder, file), 'utf8');
	const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.js'))
		.map((file) => [file, read(file)] as const);
	return {
		folder,
		files,
		manifest: JSON.parse(read('package.json')) as UnpackedPackage['manifest'],
		scripts: new Map(scripts),
	};
}
