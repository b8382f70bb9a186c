import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../playground/paths.mts';

/** Text of a page, by its path from the root of the project. */
export const readPage = (path: string) => readFileSync(join(root, path), 'utf8');

/** Whether a file or folder is in the project, by its path from the root. */
export const isThere = (path: string) => existsSync(join(root, path));

/** The names of what is in a folder, by its path from the root. */
export const namesIn = (folder: string) => readdirSync(join(root, folder)).sort();

/** README, what else GitHub shows of the project, and every page of docs/. */
export const pages = [
	'README.md',
	'CHANGELOG.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map(
		(name) => `docs/${name}`,
	),
]
	.filter((path) => path.endsWith('.md'))
	.sort();

/** The JSON examples of a page, parsed. */
export const examplesIn = (page: string): unknown[] =>
	[...page.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text]) => JSON.parse(text) as unknown);

/** The blocks of a page in a language, in order. */
export const blocksIn = (page: string, language: string): string[] =>
	[...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
		([, text]) => text,
	);

/** The cells of every table row of a page, headings included. */
export const rowsIn = (page: string): string[][] =>
	page
		.split('\n')
		.filter((line) => line.startsWith('|') && !/^\|[\s:|-]+\|$/.test(line))
		.map((line) =>
			line
				.slice(1, -1)
				.split('|')
				.map((cell) => cell.trim()),
		);

/** The anchors GitHub gives the headings of a page. */
const anchorsIn = (page: string) =>
	[...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replaceAll(' ', '-'),
	);

/** Links of a page that lead nowhere in this project; pictures and addresses of others are not looked at. */
export function deadLinksIn(path: string): string[] {
	const links = [...readPage(path).matchAll(/(?<!!)\[[^\]]*\]\((?!https?:)([^)]+)\)/g)];
	return links
		.map(([, link]) => link)
		.filter((link) => {
			const [file, anchor] = link.split('#');
			const target = file ? join(dirname(path), file) : path;
			if (!existsSync(join(root, target))) return true;
			return anchor !== undefined && !anchorsIn(readPage(target)).includes(anchor);
		});
}

/** The images of docs/, by their path from the root. */
export const imageFiles = () =>
	readdirSync(join(root, 'docs', 'images'))
		.map((name) => `docs/images/${name}`)
		.sort();

/** An image in Markdown, or one for each theme in HTML. */
const IMAGE =
	/!\[(?<alt>[^\]]*)\]\((?!https?:)(?<file>[^)]+)\)|<source [^>]*srcset="(?<dark>[^"]+)"[^>]*>\s*<img alt="(?<words>[^"]*)" src="(?<light>[^"]+)"/g;

/** The images a page shows: what is said of each, and its file from the root of the project. */
export const imagesIn = (path: string) =>
	[...readPage(path).matchAll(IMAGE)].flatMap(({ groups = {} }) => {
		const { alt = groups.words, file = groups.light, dark } = groups;
		const files = dark ? [file, dark] : [file];
		return files.map((each) => ({ alt, file: join(dirname(path), each) }));
	});

/** The text of every source file under these folders. */
export const sourceOf = (...folders: string[]): string =>
	folders
		.flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
				.filter((name) => /\.m?ts$/.test(name))
				.map((name) => readPage(join(folder, name))),
		)
		.join('\n');
