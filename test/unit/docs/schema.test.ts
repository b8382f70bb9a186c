import { CHATLIO_FIELDS, STANDARD_FIELDS } from '../../../lib/xdm/fields/fieldTable';
import { chatlioSchema } from '../../../lib/xdm/schema/chatlioSchema';
import { readPage, rowsIn } from '../../harness/docs.mts';
import { schemaRows } from './schemaRows';

const page = readPage('docs/schema.md');

test('the page about the schema has the rows of the field table, all and no others, in its order', () => {
	const rows = rowsIn(page).filter((row) => row.length === 6 && row[0] !== 'Field');
	expect(rows).toEqual(schemaRows([...STANDARD_FIELDS, ...CHATLIO_FIELDS]));
});

test('it names the class and the field groups the schema is made of', () => {
	const { allOf } = chatlioSchema('own', 'Chatlio') as { allOf: Array<{ $ref: string }> };
	const adobes = allOf.map(({ $ref }) => $ref).filter(($ref) => $ref !== 'own');
	expect(adobes.filter(($ref) => !page.includes(`\`${$ref}\``))).toEqual([]);
	expect(adobes).toHaveLength(3);
});
