import { additionsTo } from '../../../lib/setup/additions';
import { chatlioFieldGroup } from '../../../lib/xdm/fieldGroup';

interface Tree {
	[name: string]: Tree;
}

const ours = () => chatlioFieldGroup('acme') as unknown as Tree;
const fieldsOf = (group: Tree) =>
	group.definitions.chatlio.properties._acme.properties.chatlio.properties;

const BASE = '/definitions/chatlio/properties/_acme/properties/chatlio/properties';

it('adds nothing to what is as ours, nor for what it has besides', () => {
	const present = ours();
	Object.assign(fieldsOf(present), { theirs: { type: 'string' } });
	expect(additionsTo(present, ours())).toEqual([]);
});

it('adds a field, a group of fields and a field of a list’s elements, each as one', () => {
	const present = ours();
	delete fieldsOf(present).subject;
	delete fieldsOf(present).agent;
	delete fieldsOf(present).visitor.properties.handle;
	delete fieldsOf(present).transcript.properties.messages.items.properties.ts;
	expect(additionsTo(present, ours()).map(({ op, path }) => `${op} ${path}`)).toEqual([
		`add ${BASE}/subject`,
		`add ${BASE}/visitor/properties/handle`,
		`add ${BASE}/agent`,
		`add ${BASE}/transcript/properties/messages/items/properties/ts`,
	]);
});

it('adds all to a field group that has none of it', () => {
	expect(additionsTo({ title: 'Empty' }, ours())).toEqual([
		{ op: 'add', path: '/definitions', value: ours().definitions },
	]);
});

it('refuses a field of another type, which Adobe never changes', () => {
	const present = ours();
	Object.assign(fieldsOf(present).visitor.properties.handle, { type: 'integer' });
	expect(() => additionsTo(present, ours())).toThrow(
		'The field group is there already and has _acme.chatlio.visitor.handle as integer, not string',
	);
});
