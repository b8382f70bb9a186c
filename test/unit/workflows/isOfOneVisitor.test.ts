import { countRead, isOfOneVisitor } from '../../../workflows/source/isOfOneVisitor.mts';

const nothing = { found: 0, read: 0 };

test.each([
	['a few, whatever was read', 20, 20],
	['half of what was read', 30, 60],
	['five hundred of many', 500, 20_000],
])('%s can be of one visitor', (_, found, read) => {
	expect(isOfOneVisitor([{ found, read }, nothing])).toBe(true);
});

test.each([
	['most of what was read', 21, 41],
	['more than five hundred', 501, 20_000],
])('%s cannot, whichever search found it', (_, found, read) => {
	expect(isOfOneVisitor([{ found, read }, nothing])).toBe(false);
	expect(isOfOneVisitor([nothing, { found, read }])).toBe(false);
});

test('executions that could not be read do not count as read', () => {
	const batches = [{ ids: ['1', '2', '3'] }, { ids: ['4', '5'] }];
	expect(countRead(batches, [])).toBe(5);
	const results = [
		{ json: { unread: false }, pairedItem: { item: 0 } },
		{ json: { unread: true }, pairedItem: { item: 0 } },
		{ json: { error: 'Too large' }, pairedItem: { item: 1 } },
	];
	expect(countRead(batches, results)).toBe(2);
});
