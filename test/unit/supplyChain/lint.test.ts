import { readPage } from '../../harness/docs.mts';

const N8NS = 'node_modules/@n8n/node-cli/dist/template/templates/shared/default/eslint.config.mjs';
const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim();

test('the rules of the lint are n8n’s own, which verification asks for', () => {
	expect(squeezed(readPage('eslint.config.mjs'))).toBe(squeezed(readPage(N8NS)));
	expect(JSON.parse(readPage('package.json'))).toMatchObject({ n8n: { strict: true } });
});
