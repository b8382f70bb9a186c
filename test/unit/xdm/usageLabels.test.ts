import { CHATLIO_FIELDS, STANDARD_FIELDS } from '../../../lib/xdm/fields/fieldTable';
import {
	CHATLIO_LABELS,
	fieldLabels,
	labelOfField,
	STANDARD_LABELS,
} from '../../../lib/xdm/fields/usageLabels';

const personal = { name: 'phone', type: 'string', isPersonal: true } as const;
const other = { name: 'tier', type: 'string', isPersonal: false } as const;

const pathsOf = (fields: ReadonlyArray<{ path: string }>) => fields.map(({ path }) => path);

describe('the labels of personal data', () => {
	it('are on fields of the table', () => {
		const fields = [...STANDARD_FIELDS, ...CHATLIO_FIELDS];
		const known = pathsOf(fields);
		const labeled = pathsOf([...STANDARD_LABELS, ...CHATLIO_LABELS]);
		expect(labeled.filter((path) => !known.includes(path))).toEqual([]);
		expect(new Set(labeled).size).toBe(labeled.length);
	});

	it('are on every field that a user may withhold', () => {
		const labeled = pathsOf([...STANDARD_LABELS, ...CHATLIO_LABELS]);
		const withheld = [...STANDARD_FIELDS, ...CHATLIO_FIELDS].filter(({ privacy }) => privacy);
		expect(pathsOf(withheld).filter((path) => !labeled.includes(path))).toEqual([]);
	});

	it('are on every list with such a field', () => {
		const lists = CHATLIO_FIELDS.filter(({ fields }) => fields?.some(({ privacy }) => privacy));
		expect(pathsOf(lists)).toEqual(['transcript.messages']);
		expect(pathsOf(CHATLIO_LABELS)).toContain('transcript.messages');
	});

	it('are on personal custom fields only', () => {
		const custom = pathsOf(fieldLabels('_acme', [personal, other]));
		expect(custom.filter((path) => path.includes('custom'))).toEqual([
			'_acme.chatlio.custom.phone',
		]);
	});

	it('are found by the path of a field', () => {
		for (const { path, label } of fieldLabels('_acme', [personal])) {
			expect(labelOfField(path)).toBe(label);
		}
	});

	it.each([
		'_acme.chatlio.conversationId',
		'identityMap',
		'_acme.shop.visitor.email',
		'message',
		'',
	])('are not on %j', (path) => expect(labelOfField(path)).toBeUndefined());
});
