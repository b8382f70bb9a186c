import type { INodeParameters } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import type { Problem } from '../../../lib/problem/problem';
import { LABEL_KIND } from '../../../lib/setup/ensureResource';
import { resetEmulator } from '../../harness/adobe';
import { runOperation } from '../../harness/experiencePlatform';

let adobe: Emulator;

beforeAll(async () => (adobe = await startEmulator()));
afterAll(async () => await adobe?.stop());
beforeEach(async () => await resetEmulator(adobe));

const run = async (operation: string, parameters: INodeParameters, items = [{}]) =>
	await runOperation(adobe.url, {
		resource: 'chatlioSource',
		operation,
		parameters,
		items,
		node: { onError: 'continueErrorOutput' },
	});

const deletions = async () =>
	(await adobe.control.requests('/data/')).filter(({ method }) => method === 'DELETE');

const setUp = async (name = 'Shop') => await run('setUp', { name, createNamespaces: true });

describe('Remove deletes nothing unless its name was typed twice', () => {
	const REFUSED: Array<[string, INodeParameters, string]> = [
		['a workflow saved before there was the field', {}, 'empty'],
		['an empty field', { confirmName: '' }, 'empty'],
		['nothing but spaces', { confirmName: '  ' }, 'empty'],
		['an expression that gives nothing', { confirmName: '={{ $json.missing }}' }, 'empty'],
		['other capital letters', { confirmName: 'shop' }, '"shop"'],
		['the beginning of it', { confirmName: 'Sho' }, '"Sho"'],
		['the name of something in it', { confirmName: 'Shop Events' }, '"Shop Events"'],
		['a letter that only looks the same', { confirmName: 'Shоp' }, '"Shоp"'],
	];

	it.each(REFUSED)('%s', async (_, confirmation, shown) => {
		await setUp();
		const { output, error } = await run('remove', { name: 'Shop', ...confirmation });
		expect(error).toBeUndefined();
		expect(output(0)).toEqual([]);
		expect(output(1).map(({ json }) => json.problem as unknown as Problem)).toEqual([
			{
				code: 'remove.notConfirmed',
				message: `Nothing was removed: Confirm Name is ${shown}, and Name is "Shop"`,
				advice: expect.stringContaining('Type "Shop" in the field Confirm Name'),
				retry: 'afterChange',
				field: 'Confirm Name',
			},
		]);
		expect(await deletions()).toEqual([]);
	});

	it('spaces around the names do not count', async () => {
		await setUp();
		const { output } = await run('remove', { name: ' Shop', confirmName: 'Shop  ' });
		expect(output(0)).not.toEqual([]);
		expect(output(1)).toEqual([]);
		expect(await deletions()).not.toEqual([]);
	});

	it('each item on its own', async () => {
		await setUp('Shop');
		await setUp('Store');
		const parameters = { name: '={{ $json.name }}', confirmName: '={{ $json.again }}' };
		const items = [
			{ name: 'Shop', again: 'Store' },
			{ name: 'Store', again: 'Store' },
		];
		const { output } = await run('remove', parameters, items);
		const names = output(0)
			.filter(({ json }) => json.outcome === 'removed' && json.kind !== LABEL_KIND)
			.map(({ json }) => String(json.name).split(' ')[0]);
		expect([...new Set(names)]).toEqual(['Store']);
		expect(output(1).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
	});

	it('a language model cannot confirm', async () => {
		await setUp();
		const confirmName = "={{ $fromAI('name', 'The name', 'string', 'Shop') }}";
		const { output } = await run('remove', { name: 'Shop', confirmName });
		expect(output(1)[0].json.problem).toMatchObject({ code: 'remove.confirmedByModel' });
		expect(await deletions()).toEqual([]);
	});

	it('it stops with the sentence if the node has no error output', async () => {
		await setUp();
		const { error } = await runOperation(adobe.url, {
			resource: 'chatlioSource',
			operation: 'remove',
			parameters: { name: 'Shop' },
		});
		expect(error?.message).toBe('Nothing was removed: Confirm Name is empty, and Name is "Shop"');
		expect(await deletions()).toEqual([]);
	});
});
