import { fieldGroupPatch } from '../../../lib/setup/fieldGroupPatch';
import { chatlioFieldGroup } from '../../../lib/xdm/schema/chatlioSchema';

interface Tree {
	[name: string]: Tree;
}

const ours = () => chatlioFieldGroup('acme') as unknown as Tree;
const fieldsOf = (group: Tree) =>
	group.definitions.chatlio.properties._acme.properties.chatlio.properties;

const BASE = '/definitions/chatlio/properties/_acme/properties/chatlio/properties';

it('adds nothing when all of our fields exist, whatever else exists', () => {
	const present = ours();
	Object.assign(fieldsOf(present), { theirs: { type: 'string' } });
	expect(fieldGroupPatch(present, ours())).toEqual([]);
});

it('leaves an existing map as it is, also one that does not say that it is a map', () => {
	const present = ours();
	delete fieldsOf(present).visitor.properties.traits['meta:xdmType'];
	expect(fieldGroupPatch(present, ours())).toEqual([]);
});

it('adds a field, a group of fields and a field of list elements with one operation each', () => {
	const present = ours();
	delete fieldsOf(present).subject;
	delete fieldsOf(present).agent;
	delete fieldsOf(present).visitor.properties.handle;
	delete fieldsOf(present).transcript.properties.messages.items.properties.ts;
	expect(fieldGroupPatch(present, ours()).map(({ op, path }) => `${op} ${path}`)).toEqual([
		`add ${BASE}/subject`,
		`add ${BASE}/visitor/properties/handle`,
		`add ${BASE}/agent`,
		`add ${BASE}/transcript/properties/messages/items/properties/ts`,
	]);
});

it('adds everything to an empty field group', () => {
	expect(fieldGroupPatch({ title: 'Empty' }, ours())).toEqual([
		{ op: 'add', path: '/definitions', value: ours().definitions },
	]);
});

it('throws for a field of another type, which Adobe never changes', () => {
	const present = ours();
	Object.assign(fieldsOf(present).visitor.properties.handle, { type: 'integer' });
	expect(() => fieldGroupPatch(present, ours())).toThrow(
		expect.objectContaining({
			problem: {
				code: 'setUp.fieldTypeConflict',
				message:
					'The field group already exists and has _acme.chatlio.visitor.handle as integer, not string',
				advice: 'Adobe does not change the type of a field: choose another Name.',
				retry: 'afterChange',
			},
		}),
	);
});
