import { readWorkflow } from '../../../playground/example.mts';
import { exampleFiles } from '../../harness/examples.mts';
import { CODE_NODES, codeIn, codeOf, writeIfAsked } from './exampleCode.mts';

test.each(CODE_NODES)('$node of $file has the code of workflows/source', async (codeNode) => {
	const code = await codeOf(codeNode);
	// To write it after a change: WRITE_PAGES=1 npm test -- test/unit/workflows/exampleCode.test.ts
	await writeIfAsked(codeNode, code);
	expect(codeIn(codeNode)).toBe(code);
});

test('no other example has code', () => {
	const names = exampleFiles.flatMap((file) =>
		readWorkflow(file)
			.nodes.filter(({ type }) => type === 'n8n-nodes-base.code')
			.map(({ name }) => `${file} ${name}`),
	);
	expect(names.sort()).toEqual(CODE_NODES.map(({ file, node }) => `${file} ${node}`).sort());
});
