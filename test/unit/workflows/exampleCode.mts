import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import prettier from 'prettier';
import ts from 'typescript';
import { readWorkflow } from '../../../playground/example.mts';
import { root } from '../../../playground/paths.mts';

const FOLDER = 'workflows/source';

/** A Code node whose code is written in `workflows/source`. */
interface CodeNode {
	file: string;
	node: string;
	/** Modules in the order in which one needs the other. */
	modules: string[];
	/** The last lines, which use n8n's own variables. */
	run: string;
}

/** Both nodes decide about both searches, so that neither deletes what the other shows to be of others, too. */
const toDelete = (kind: 'rows' | 'executions') => `
	const rows = $('Of This Visitor').isExecuted ? $('Of This Visitor').all() : [];
	const executions = $('Found in a Batch').isExecuted ? $('Found in a Batch').all() : [];
	const batches = $('In Batches').isExecuted ? $('In Batches').first().json.batches : [];
	const results = $('Look Inside').isExecuted ? $('Look Inside').all() : [];
	const isPlausible = isOfOneVisitor([
		{ found: rows.length, read: $('All Dead Letters').all().length },
		{ found: executions.length, read: countRead(batches, results) },
	]);
	const choice = $('Visitor to Forget').first().json['If a value is found too often'];
	const isDeleted = isPlausible || choice === 'Delete everything found';
	return isDeleted ? ${kind}.map(({ json }) => ({ json })) : [];`;

export const CODE_NODES: CodeNode[] = [
	{
		file: 'delivery-report.json',
		node: 'Count',
		modules: ['countEvents'],
		run: `
			const rows = $input.all().map(({ json }) => json);
			const { since, until, lastId } = $('Period').first().json;
			const limit = $('Report URL').isExecuted ? 10_000 : 100_000;
			return countEvents(rows, since, until, Number(lastId), limit).map((json) => ({ json }));`,
	},
	{
		file: 'delivery-report.json',
		node: 'Sum Up',
		modules: ['sumUpReconciliation'],
		run: `
			const value = sumUpReconciliation($input.all().map(({ json }) => json));
			return [{ json: { name: 'reconciliation', at: $now.toISO(), value: JSON.stringify({ value }) } }];`,
	},
	{
		file: 'delivery-report.json',
		node: 'Page',
		modules: [
			'formats',
			'reportData',
			'eventTotals',
			'verdict',
			'html',
			'charts',
			'eventSections',
			'outcomeSections',
			'style',
			'deliveryReport',
		],
		run: `
			const rowsOf = (name) => $(name).all().map(({ json }) => json);
			const report = deliveryReport({
				start: $('Period').first().json.start,
				now: $now.toISO(),
				zone: $now.zoneName,
				rows: [...rowsOf('Kept Numbers'), ...rowsOf('Count')],
				waiting: rowsOf('Waiting'),
				needsPerson: rowsOf('Need a Person'),
				limit: 1_000,
			});
			return [{ json: report }];`,
	},
	{
		file: 'forget-a-visitor.json',
		node: 'Entered Values',
		modules: ['textViews', 'enteredValues'],
		run: `return [{ json: enteredValues($('Visitor to Forget').first().json) }];`,
	},
	{
		file: 'forget-a-visitor.json',
		node: 'Of This Visitor',
		modules: ['textViews', 'findValues'],
		run: `
			const { values } = $('What to Look For').first().json;
			const rows = $input.all().map(({ json }) => json);
			return findRows(rows, values).map(({ id }) => ({ json: { id } }));`,
	},
	{
		file: 'forget-a-visitor.json',
		node: 'Find the Values',
		modules: ['textViews', 'findValues'],
		run: `
			const { values } = $('One Batch').first().json;
			const executions = $input.all().map(({ json, error }) => ({ error, ...json }));
			return findValues(executions, values).map((json) => ({ json }));`,
	},
	{
		file: 'forget-a-visitor.json',
		node: 'Dead Letters to Delete',
		modules: ['isOfOneVisitor'],
		run: toDelete('rows'),
	},
	{
		file: 'forget-a-visitor.json',
		node: 'Executions to Delete',
		modules: ['isOfOneVisitor'],
		run: toDelete('executions'),
	},
];

/** Returns the code of a Code node, as JavaScript that people can read in n8n. */
export async function codeOf({ modules, run }: CodeNode): Promise<string> {
	const parts = modules.map((name) => withoutModules(read(`${FOLDER}/${name}.mts`)));
	const main = `// Written as TypeScript in ${FOLDER}/${modules.at(-1)}.mts, with tests.`;
	const options = await prettier.resolveConfig(join(root, FOLDER, 'style.mts'));
	return await prettier.format([main, ...parts, run].join('\n\n'), { ...options, parser: 'babel' });
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Turns a module into statements: a Code node has neither types nor imports. */
function withoutModules(source: string): string {
	const { outputText } = ts.transpileModule(source, {
		compilerOptions: { target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.ESNext },
	});
	return outputText.replace(/^import [^;]+;$/gm, '').replace(/^export (?!{)|^export {};$/gm, '');
}

/** Returns the code that the workflow has. */
export const codeIn = ({ file, node }: CodeNode): unknown =>
	readWorkflow(file).nodes.find(({ name }) => name === node)?.parameters.jsCode;

/** Writes the code into the workflow if the environment asks for it. */
export async function writeIfAsked({ file, node }: CodeNode, code: string): Promise<void> {
	if (!process.env.WRITE_PAGES) return;
	const workflow = readWorkflow(file);
	workflow.nodes.find(({ name }) => name === node)!.parameters.jsCode = code;
	const path = join(root, 'workflows', file);
	const options = await prettier.resolveConfig(path);
	const text = await prettier.format(JSON.stringify(workflow), { ...options, parser: 'json' });
	writeFileSync(path, text);
}
