import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../playground/paths.mts';

export interface SourceFile {
	/** From the root of the repository. */
	path: string;
	text: string;
}

/** The TypeScript files of the package that is published. */
export const sourceFiles = (): SourceFile[] =>
	['nodes', 'credentials', 'lib'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.map((name) => ({
				path: `${folder}/${name}`,
				text: readFileSync(join(root, folder, name), 'utf8'),
			})),
	);
