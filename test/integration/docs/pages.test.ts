import type { INodeProperties, INodeType } from 'n8n-workflow';
import { PROBLEM_CODES } from '../../../lib/problem/problemCodes';
import { CHATLIO_FIELDS, STANDARD_FIELDS } from '../../../lib/xdm/fields/fieldTable';
import { resources } from '../../../nodes/AdobeExperiencePlatform/resources';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { Chatlio } from '../../../nodes/Chatlio/Chatlio.node';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ChatlioTrigger } from '../../../nodes/ChatlioTrigger/ChatlioTrigger.node';
import { deadLinksIn, isThere, pages, readPage, rowsIn, sourceOf } from '../../harness/docs.mts';
import { exampleFiles } from '../../harness/examples.mts';

const NODE_PAGES: Array<[page: string, node: INodeType]> = [
	['docs/chatlio-trigger.md', new ChatlioTrigger()],
	['docs/chatlio.md', new Chatlio()],
	['docs/chatlio-to-xdm.md', new ChatlioToXdm()],
	['docs/adobe-platform-streaming.md', new AdobePlatformStreaming()],
];

/** What a panel calls its parameters and options. */
const labelsOf = (properties: INodeProperties[]): string[] =>
	properties
		.filter(({ name, type }) => type !== 'notice' && name !== 'resource' && name !== 'operation')
		.flatMap(({ displayName, type, options = [] }) =>
			type === 'collection' ? labelsOf(options as INodeProperties[]) : [displayName],
		);

test.each(NODE_PAGES)('%s explains every parameter and option', (path, { description }) => {
	const page = readPage(path);
	const missing = labelsOf(description.properties).filter(
		(label) => !page.includes(`**${label}**`),
	);
	expect(missing).toEqual([]);
});

test.each(NODE_PAGES)('%s explains no parameter that is gone', (path, { description }) => {
	const labels = new Set(labelsOf(description.properties));
	const tables = readPage(path)
		.split(/^\| (?:Parameter|Option) .*$/m)
		.slice(1);
	const explained = tables
		.flatMap((table) => rowsIn(table.split('\n\n')[0]))
		.flatMap(([cell]) => [...cell.matchAll(/\*\*([^*]+)\*\*/g)].map(([, label]) => label));
	expect(explained.filter((label) => !labels.has(label))).toEqual([]);
	expect(explained.length).toBeGreaterThan(4);
});

test('the mapper’s page names every field that has another path in the record than in the item', () => {
	const rows = rowsIn(readPage('docs/chatlio-to-xdm.md')).map((row) => row.join(' | '));
	const renamed = [...STANDARD_FIELDS, ...CHATLIO_FIELDS]
		.filter(({ path, from = path }) => from !== path)
		.map(({ path, from }) => `\`${from}\` | \`${path}\``);
	expect(renamed.filter((row) => !rows.includes(row))).toEqual([]);
	expect(renamed.length).toBeGreaterThan(5);
});

test('the platform’s page names every operation and what each is told about Chatlio', () => {
	const page = readPage('docs/adobe-experience-platform.md');
	const rows = rowsIn(page);
	const missing = resources.flatMap(({ name: resource, operations }) =>
		operations
			.map(({ name }) => name)
			.filter((name) => {
				if (resource === 'Chatlio Source') return !page.includes(`**${name}**`);
				const listed = rows.some(
					([first, second = '']) =>
						first === `**${resource}: ${name}**` ||
						(first === `**${resource}**` && second.split(', ').includes(name)),
				);
				return !listed;
			})
			.map((name) => `${resource}: ${name}`),
	);
	const [{ operations }] = resources.filter(({ value }) => value === 'chatlioSource');
	const labels = operations.flatMap(({ properties, options = [] }) =>
		labelsOf([...properties, ...options]),
	);
	const unexplained = labels.filter((label) => !page.includes(`**${label}**`));
	expect([...missing, ...unexplained]).toEqual([]);
});

/** The cells of the tables of a page whose heading matches. */
const cellsUnder = (path: string, heading: RegExp) =>
	readPage(path)
		.split(heading)
		.slice(1)
		.flatMap((table) => rowsIn(table.split('\n\n')[0]));

const EXPLAINING_PAGES = [
	...NODE_PAGES.map(([path]) => path),
	'docs/adobe-experience-platform.md',
	'docs/troubleshooting.md',
];

test('every sentence that a page quotes is in the code', () => {
	const source = sourceOf('lib', 'nodes', 'credentials', 'emulator');
	const quoted = EXPLAINING_PAGES.flatMap((path) =>
		cellsUnder(path, /^\| (?:Message|Reason|Status) /m),
	)
		.flatMap((cells) => [
			...cells
				.slice(0, 3)
				.join(' ')
				.matchAll(/`([A-Z][^`]{14,})`/g),
		])
		.flatMap(([, sentence]) => sentence.split('…'))
		.map((part) => part.trim())
		.filter((part) => part.length > 8);
	expect(quoted.filter((part) => !source.includes(part))).toEqual([]);
	expect(quoted.length).toBeGreaterThan(2);
});

test.each(EXPLAINING_PAGES.filter((path) => path !== 'docs/troubleshooting.md'))(
	'%s names problem codes that exist',
	(path) => {
		const codes = cellsUnder(path, /^\| (?:Code|Status) /m)
			.flatMap((cells) => [
				...cells
					.slice(0, 2)
					.join(' ')
					.matchAll(/`([a-z]\w+\.\w+)`/g),
			])
			.map(([, code]) => code);
		expect(codes.filter((code) => !(code in PROBLEM_CODES))).toEqual([]);
		expect(codes.length).toBeGreaterThan(2);
	},
);

test.each(pages)('%s has no link that leads nowhere', (path) => {
	expect(deadLinksIn(path)).toEqual([]);
});

test.each(pages)('%s names no test that is gone', (path) => {
	const tests = [...readPage(path).matchAll(/`(test\/[\w./]+)`/g)].map(([, test]) => test);
	expect(tests.filter((test) => !isThere(test))).toEqual([]);
});

test('README leads to every page for users, CONTRIBUTING to every page for contributors', () => {
	const [readme, contributing] = [readPage('README.md'), readPage('CONTRIBUTING.md')];
	const isForContributors = (page: string) => page.startsWith('docs/contributing/');
	const unlisted = pages
		.filter((page) => page !== 'README.md')
		.filter((page) => !(isForContributors(page) ? contributing : readme).includes(`](${page})`));
	expect(unlisted).toEqual([]);
});

test('the recipes lead to every example', () => {
	const recipes = readPage('docs/recipes.md');
	expect(exampleFiles.filter((file) => !recipes.includes(`](../workflows/${file})`))).toEqual([]);
});

test('every node’s panel leads to its page', () => {
	const folders = ['AdobeExperiencePlatform', 'AdobePlatformStreaming', 'Chatlio', 'ChatlioToXdm'];
	for (const name of [...folders, 'ChatlioTrigger']) {
		const codex = JSON.parse(readPage(`nodes/${name}/${name}.node.json`)) as {
			resources: { primaryDocumentation: Array<{ url: string }> };
		};
		const [{ url }] = codex.resources.primaryDocumentation;
		const [, page] = /\/blob\/main\/(docs\/[a-z-]+\.md)$/.exec(url) ?? [];
		expect(pages).toContain(page);
		expect(readPage(page)).toMatch(/^# /);
	}
});
