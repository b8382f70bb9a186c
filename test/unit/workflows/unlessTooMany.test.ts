import { unlessTooMany } from '../../../workflows/source/unlessTooMany.mts';

const some = (count: number) => Array.from({ length: count }, (_, index) => index);

test.each([
	['a few, whatever was read', 20, 20],
	['half of what was read', 30, 60],
	['five hundred of many', 500, 20_000],
])('%s can be of one visitor', (_, found, read) => {
	expect(unlessTooMany(some(found), read)).toEqual(some(found));
});

test.each([
	['most of what was read', 21, 41],
	['more than five hundred', 501, 20_000],
])('%s cannot', (_, found, read) => {
	expect(unlessTooMany(some(found), read)).toEqual([]);
});
