import { CUSTOM_LABEL, CHATLIO_LABELS, STANDARD_LABELS } from '../../../lib/xdm/fields/usageLabels';
import { readPage, rowsIn } from '../../harness/docs.mts';

const page = readPage('docs/schema.md');

test('the page about the schema has every labeled field with its label and the reason', () => {
	const [section] = page.split('## Data usage labels\n')[1].split('\n## ');
	const rows = rowsIn(section).filter(([first]) => first !== 'Field');
	const rowOf = ({ path, label, reason }: (typeof CHATLIO_LABELS)[number]) => [
		`\`${path}\``,
		label,
		reason,
	];
	expect(rows).toEqual([
		...CHATLIO_LABELS.map(rowOf),
		['`custom.*`', CUSTOM_LABEL, expect.stringContaining('_Personal Data_')],
		...STANDARD_LABELS.map(rowOf),
	]);
});
