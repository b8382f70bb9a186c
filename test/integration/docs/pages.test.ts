import type { INodeProperties, INodeType } from 'n8n-workflow';
import type { XdmField } from '../../../lib/xdm/fieldTypes';
import { CHATLIO_FIELDS, STANDARD_FIELDS } from '../../../lib/xdm/fields';
import { resources } from '../../../nodes/AdobeExperiencePlatform/resources';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { Chatlio } from '../../../nodes/Chatlio/Chatlio.node';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ChatlioTrigger } from '../../../nodes/ChatlioTrigger/ChatlioTrigger.node';
import { deadLinksIn, pages, readPage, rowsIn, sourceOf } from '../../harness/docs.mts';
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

const rowsOfFields = (fields: readonly XdmField[], path = '', from = ''): string[][] =>
	fields.flatMap((field) => [
		[
			`\`${path}${field.path}\``,
			field.type,
			field.from ? `\`${from}${field.from}\`` : '',
			field.description,
		],
		...rowsOfFields(field.fields ?? [], `${path}${field.path}[].`, `${from}${field.from}[].`),
	]);

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

test('the mapper’s page has a row for every field of the field table, as it is there', () => {
	const rows = rowsIn(readPage('docs/chatlio-to-xdm.md')).map((row) => row.join(' | '));
	const missing = [...rowsOfFields(STANDARD_FIELDS), ...rowsOfFields(CHATLIO_FIELDS)]
		.map((row) => row.join(' | '))
		.filter((row) => !rows.includes(row));
	expect(missing).toEqual([]);
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

describe('the sentences that the pages quote', () => {
	const source = sourceOf('lib', 'nodes', 'credentials', 'emulator');
	const headings = /^\| (?:`reason` says|It says|Reason|Status) /m;

	test.each([
		...NODE_PAGES.map(([path]) => path),
		'docs/adobe-experience-platform.md',
		'docs/troubleshooting.md',
	])('%s quotes what the code says', (path) => {
		const quoted = readPage(path)
			.split(headings)
			.slice(1)
			.flatMap((table) => rowsIn(table.split('\n\n')[0]))
			.flatMap(([first, second]) => [...`${first} ${second}`.matchAll(/`([A-Za-z][^`]{14,})`/g)])
			.flatMap(([, sentence]) => sentence.split('…'))
			.map((part) => part.trim())
			.filter((part) => part.length > 8);
		expect(quoted.length).toBeGreaterThan(2);
		expect(quoted.filter((part) => !source.includes(part))).toEqual([]);
	});
});

test.each(pages)('%s has no link that leads nowhere', (path) => {
	expect(deadLinksIn(path)).toEqual([]);
});

test('README leads to every page, and the recipes to every example', () => {
	const [readme, recipes] = [readPage('README.md'), readPage('docs/recipes.md')];
	const others = pages.filter((page) => page !== 'README.md');
	expect(others.filter((page) => !readme.includes(`](${page})`))).toEqual([]);
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
