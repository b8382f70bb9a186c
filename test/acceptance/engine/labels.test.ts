import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { signIn } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import type { Problem } from '../../../lib/problem/problem';
import type { SetUpStep } from '../../../lib/setup/ensureResource';
import type { Removal } from '../../../lib/setup/remove';
import type { SetUpRow } from '../../../lib/setup/setUp';
import { ADOBE, adobeRow, resetEmulator } from '../../harness/adobe';
import { platformRegistry } from '../../harness/experiencePlatform';
import { runNode } from '../../harness/n8n';
import { skipWaits } from '../../harness/skippedWaits';
import { chosen } from '../../integration/operationCases/types';

skipWaits();

let emulator: Emulator;

beforeAll(async () => (emulator = await startEmulator()));
afterAll(async () => await emulator?.stop());
beforeEach(async () => await resetEmulator(emulator));

const REGISTRY = '/data/foundation/schemaregistry/tenant';
const DESCRIPTORS = `${REGISTRY}/descriptors`;
const CLASS = 'https://ns.adobe.com/xdm/context/experienceevent';
const ENVIRONMENT = 'https://ns.adobe.com/xdm/context/experienceevent-environment-details';
const WEB = 'https://ns.adobe.com/xdm/context/experienceevent-web';

/** Labels by field, in the order of the alphabet. */
type Labels = Record<string, string[]>;

const OWN: Labels = {
	'_acme.chatlio.agent.email': ['core/I1'],
	'_acme.chatlio.agent.name': ['core/I1'],
	'_acme.chatlio.channel.name': ['core/I1'],
	'_acme.chatlio.chatMessage.author': ['core/I1'],
	'_acme.chatlio.chatMessage.authorId': ['core/I2'],
	'_acme.chatlio.message': ['core/I1'],
	'_acme.chatlio.subject': ['core/I1'],
	'_acme.chatlio.transcript.messages': ['core/I1'],
	'_acme.chatlio.transcript.text': ['core/I1'],
	'_acme.chatlio.visitor.email': ['core/I1'],
	'_acme.chatlio.visitor.emailSha256': ['core/I2'],
	'_acme.chatlio.visitor.handle': ['core/I2'],
	'_acme.chatlio.visitor.id': ['core/I2'],
	'_acme.chatlio.visitor.location': ['core/S2'],
	'_acme.chatlio.visitor.name': ['core/I1'],
	'_acme.chatlio.visitor.traits': ['core/I1'],
	'_acme.chatlio.visitor.userId': ['core/I2'],
};

const ADDRESSES: Labels = { 'environment.ipV4': ['core/I2'], 'environment.ipV6': ['core/I2'] };

const ALL: Labels = { ...OWN, ...ADDRESSES };

async function operate(resource: string, operation: string, parameters: INodeParameters) {
	const { output, error, hints } = await runNode({
		registry: platformRegistry,
		type: 'adobeExperiencePlatform',
		parameters: { resource, operation, ...parameters },
		credentials: { [ADOBE]: adobeRow(emulator.url) },
		input: [{ json: {} }],
		node: { onError: 'continueErrorOutput' },
	});
	expect(error).toBeUndefined();
	const rowsOf = (index: number) => output(index).map(({ json }) => json);
	return { done: rowsOf(0), failed: rowsOf(1), hints };
}

const source = async (operation: string, parameters: INodeParameters = {}) =>
	await operate('chatlioSource', operation, {
		name: 'Shop',
		...(operation === 'remove'
			? { confirmName: 'Shop', withData: false }
			: { deliveryRoute: 'xdm', createNamespaces: true }),
		...parameters,
	});

/** Returns true if a hint is not one of those that say what was set up and what is next. */
const isAboutSkippedLabels = (hint: string) =>
	!/^(Created|Changed|Found|Everything|Not enabled|Next:)/.test(hint);

async function setUp(parameters: INodeParameters = {}) {
	const { done, failed, hints } = await source('setUp', parameters);
	expect(failed).toEqual([]);
	return { rows: done as unknown as SetUpRow[], hints: hints.filter(isAboutSkippedLabels) };
}

const remove = async (parameters: INodeParameters = {}) => {
	const { done, failed } = await source('remove', parameters);
	return { done: done as unknown as Removal[], failed: failed as unknown as Removal[] };
};

const labelSteps = (steps: SetUpStep[]) => steps.filter(({ kind }) => kind === 'usage label');

const stepsOf = ({ rows }: { rows: SetUpRow[] }) => labelSteps(rows[0].steps);

const outcomesOf = (steps: SetUpStep[]) => [...new Set(steps.map(({ outcome }) => outcome))];

const SETS_NO_LABELS = { options: { labelPersonalData: false } };

/** A client of the emulator, as somebody else in the organization has. */
const someoneElse = async () => await signIn(emulator.url);

/** All descriptors of labels in the sandbox. */
async function descriptors() {
	const headers = { Accept: 'application/vnd.adobe.xdm+json' };
	const { data } = await (
		await someoneElse()
	).get<Record<string, IDataObject[]>>(DESCRIPTORS, {
		headers,
	});
	return data['xdm:descriptorLabel'] ?? [];
}

/** The labels in the sandbox, by field. */
const labels = async (): Promise<Labels> =>
	Object.fromEntries(
		(await descriptors())
			.map((one) => [
				String(one['xdm:sourceProperty']).slice(1).replaceAll('/', '.'),
				one['xdm:labels'] as string[],
			])
			.sort() as Array<[string, string[]]>,
	);

/** Somebody else labels a field. */
async function labelByHand(resourceId: string, path: string, names: string[]): Promise<string> {
	const { data } = await (
		await someoneElse()
	).post<IDataObject>(DESCRIPTORS, {
		'@type': 'xdm:descriptorLabel',
		'xdm:sourceSchema': resourceId,
		'xdm:sourceVersion': 1,
		'xdm:sourceProperty': path,
		'xdm:labels': names,
	});
	return String(data['@id']);
}

const idOf = ({ rows }: { rows: SetUpRow[] }, kind: string) =>
	rows[0].steps.find((step) => step.kind === kind)!.id;

const makeSchema = async (title: string, ids: string[]) =>
	(
		await (
			await someoneElse()
		).post<{ $id: string }>(`${REGISTRY}/schemas`, {
			title,
			type: 'object',
			allOf: ids.map(($ref) => ({ $ref })),
		})
	).data.$id;

/** Requests that change something in Adobe, during the action. */
async function writesDuring(action: () => Promise<unknown>) {
	const writes = async () =>
		(await emulator.control.requests('/data/')).filter(({ method }) => method !== 'GET');
	const before = (await writes()).length;
	await action();
	return (await writes()).slice(before);
}

const refuseLabels = async (status: number, times = 0) =>
	await emulator.control.fault({
		match: { method: 'POST', path: '/tenant/descriptors' },
		times,
		action: { status, body: { title: 'Refused', detail: 'Label it elsewhere', status } },
	});

describe('Set Up against an empty sandbox', () => {
	it.each<[string, INodeParameters]>([
		['XDM', {}],
		['raw', { deliveryRoute: 'raw' }],
		['direct', { deliveryRoute: 'direct', source: 'httpApi' }],
	])('leaves every field for personal data labeled: %s', async (_, parameters) => {
		const { rows, hints } = await setUp(parameters);
		expect(await labels()).toEqual(ALL);
		expect(hints).toEqual([]);
		for (const { steps } of rows) {
			expect(labelSteps(steps)).toEqual([
				{ kind: 'usage label', name: '19 fields', outcome: 'created', id: 'none' },
			]);
		}
	});

	it('labels its own fields in their field group, and Adobe’s in the schema', async () => {
		const done = await setUp();
		const all = await descriptors();
		const ownersOf = (start: string) => [
			...new Set(
				all
					.filter((one) => String(one['xdm:sourceProperty']).startsWith(start))
					.map((one) => one['xdm:sourceSchema']),
			),
		];
		expect(ownersOf('/_acme/')).toEqual([idOf(done, 'field group')]);
		expect(ownersOf('/environment/')).toEqual([idOf(done, 'schema')]);
	});

	it('changes nothing in a second run', async () => {
		await setUp();
		const before = await descriptors();
		const writes = await writesDuring(async () => {
			expect(outcomesOf(stepsOf(await setUp()))).toEqual(['found']);
		});
		expect(writes).toEqual([]);
		expect(await descriptors()).toEqual(before);
	});

	it('labels nothing if Label Personal Data is off, and all once it is on', async () => {
		expect(stepsOf(await setUp(SETS_NO_LABELS))).toEqual([]);
		expect(await labels()).toEqual({});
		await setUp();
		expect(await labels()).toEqual(ALL);
	});

	it('keeps its labels in a later run with Label Personal Data off', async () => {
		await setUp();
		await setUp(SETS_NO_LABELS);
		expect(await labels()).toEqual(ALL);
	});

	it('does not take the labels of another name for its own', async () => {
		await setUp({ name: 'Shop' });
		await setUp({ name: 'Test' });
		const own = (await descriptors()).filter(
			(one) => one['xdm:sourceProperty'] === '/_acme/chatlio/visitor/email',
		);
		expect(own).toHaveLength(2);
	});

	it('shares the labels of Adobe’s fields with another name', async () => {
		await setUp({ name: 'Shop' });
		const { hints, rows } = await setUp({ name: 'Test' });
		expect(hints).toEqual([]);
		expect(labelSteps(rows[0].steps)).toMatchObject([
			{ name: '2 fields', outcome: 'found' },
			{ name: '17 fields', outcome: 'created' },
		]);
		const addresses = (await descriptors()).filter(
			(one) => one['xdm:sourceProperty'] === '/environment/ipV4',
		);
		expect(addresses).toHaveLength(1);
		const { done } = await operate('schema', 'get', { schema: chosen(rows[0].schemaId) });
		expect(done[0].fields).toContainEqual(
			expect.objectContaining({ path: 'environment.ipV4', labels: ['I2'] }),
		);
	});
});

describe('personal custom fields', () => {
	const field = (name: string, isPersonal: boolean) => ({
		name,
		type: 'string',
		title: '',
		description: '',
		isPersonal,
	});
	const withFields = (...fields: Array<ReturnType<typeof field>>) => ({
		customFields: { field: fields } as unknown as INodeParameters,
	});

	it('are labeled, and no others', async () => {
		await setUp(withFields(field('phone', true), field('tier', false)));
		expect(await labels()).toEqual({ ...ALL, '_acme.chatlio.custom.phone': ['core/I1'] });
	});

	it('are labeled once they are added, and later without being declared', async () => {
		await setUp();
		await setUp(withFields(field('phone', true)));
		expect(await labels()).toHaveProperty(['_acme.chatlio.custom.phone']);
		const [id] = (await descriptors())
			.filter((one) => String(one['xdm:sourceProperty']).endsWith('/phone'))
			.map((one) => one['@id']);
		await (await someoneElse()).delete(`${DESCRIPTORS}/${String(id)}`);
		await setUp();
		expect(await labels()).toEqual({ ...ALL, '_acme.chatlio.custom.phone': ['core/I1'] });
	});

	it('lose their labels with Remove', async () => {
		await setUp(withFields(field('phone', true)));
		expect((await remove()).failed).toEqual([]);
		expect(await labels()).toEqual({});
	});
});

describe('labels set by others', () => {
	it.each<[string, string, string[]]>([
		['another of Adobe’s', '/_acme/chatlio/visitor/email', ['core/C2']],
		['one of the organization', '/_acme/chatlio/message', ['custom/Vip']],
		['several, with the own among them', '/_acme/chatlio/visitor/id', ['core/I2', 'core/C5']],
	])('stay: %s', async (_, path, names) => {
		const done = await setUp(SETS_NO_LABELS);
		await labelByHand(idOf(done, 'field group'), path, names);
		expect(stepsOf(await setUp()).map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
			'1 field found',
			'18 fields created',
		]);
		const dotted = path.slice(1).replaceAll('/', '.');
		expect(await labels()).toEqual({ ...ALL, [dotted]: names });
		await remove();
		expect(await labels()).toEqual({ [dotted]: names });
	});

	it.each<[string, (done: { rows: SetUpRow[] }) => string, string]>([
		['on the schema', (done) => idOf(done, 'schema'), '/_acme/chatlio/visitor/email'],
		['on Adobe’s field group', () => ENVIRONMENT, '/environment/ipV4'],
	])('count where they are: %s', async (_, resourceOf, path) => {
		const done = await setUp(SETS_NO_LABELS);
		await labelByHand(resourceOf(done), path, ['core/C9']);
		await setUp();
		expect(await labels()).toMatchObject({
			[path.slice(1).replaceAll('/', '.')]: ['core/C9'],
		});
		expect(await descriptors()).toHaveLength(Object.keys(ALL).length);
	});

	it('are named in a preview, with what is not added', async () => {
		const done = await setUp(SETS_NO_LABELS);
		const path = '/_acme/chatlio/visitor/email';
		const id = await labelByHand(idOf(done, 'field group'), path, ['custom/Vip']);
		const steps = (await source('preview')).done as unknown as SetUpStep[];
		expect(steps.find((step) => step.id === id)).toMatchObject({
			kind: 'usage label',
			name: 'custom/Vip on _acme.chatlio.visitor.email',
			outcome: 'found',
			id,
			note: 'Found labels stay as they are: I1 is not added.',
		});
	});
});

describe('a field of Adobe’s that another schema has, too', () => {
	it('is not labeled, and a hint says why', async () => {
		await makeSchema('Web Events', [CLASS, ENVIRONMENT]);
		const done = await setUp();
		expect(await labels()).toEqual(OWN);
		expect(done.hints).toEqual([
			'Not labeled: environment.ipV4, environment.ipV6, because Adobe would label them in the schema "Web Events" as well, which has the same field group of Adobe. To label them in all schemas, use Adobe\'s schema editor.',
		]);
		const writes = await writesDuring(async () => await setUp());
		expect(writes).toEqual([]);
	});

	it('is labeled if the other schema has other field groups of Adobe', async () => {
		await makeSchema('Web Events', [CLASS, WEB]);
		expect((await setUp()).hints).toEqual([]);
		expect(await labels()).toEqual(ALL);
	});

	it('is no reason for a hint once somebody labeled it', async () => {
		await makeSchema('Web Events', [CLASS, ENVIRONMENT]);
		await labelByHand(ENVIRONMENT, '/environment/ipV4', ['core/I2']);
		await labelByHand(ENVIRONMENT, '/environment/ipV6', ['core/I2']);
		expect((await setUp()).hints).toEqual([]);
	});
});

describe('a credential without the permission', () => {
	const SENTENCE =
		"Personal data is not labeled, because the credential lacks the permission Manage Usage Labels; everything else is set up. Add the permission to the credential's role in Adobe and run Set Up again, or turn off Options > Label Personal Data.";

	it.each<[string, INodeParameters]>([
		['XDM', {}],
		['raw', { deliveryRoute: 'raw' }],
		['direct', { deliveryRoute: 'direct', source: 'httpApi' }],
	])('gets one sentence, and everything else is made: %s', async (_, parameters) => {
		await emulator.control.settings({ mayLabel: false });
		const { rows, hints } = await setUp(parameters);
		expect(hints).toEqual([SENTENCE]);
		for (const { steps, state } of rows) {
			expect(state).toBe('enabled');
			expect(labelSteps(steps)).toEqual([
				{
					kind: 'usage label',
					name: `${Object.keys(ALL).length} fields`,
					outcome: 'skipped',
					id: 'none',
					note: SENTENCE,
				},
			]);
			expect(outcomesOf(steps)).toEqual(['created', 'skipped']);
		}
		expect(await labels()).toEqual({});
	});

	it('asks for one field, not for every field', async () => {
		await emulator.control.settings({ mayLabel: false });
		const writes = await writesDuring(async () => await setUp());
		const asked = writes.filter(({ path }) => path.includes('descriptors'));
		// After a 403, n8n asks once more, with a new token.
		expect(asked).toHaveLength(2);
		expect(new Set(asked.map(({ bytes }) => bytes)).size).toBe(1);
	});

	it('completes the labels in a later run, with the permission', async () => {
		await emulator.control.settings({ mayLabel: false });
		await setUp();
		await emulator.control.settings({ mayLabel: true });
		expect((await setUp()).hints).toEqual([]);
		expect(await labels()).toEqual(ALL);
	});

	it('gets no sentence if Label Personal Data is off, or if nothing is left to label', async () => {
		await emulator.control.settings({ mayLabel: false });
		expect((await setUp(SETS_NO_LABELS)).hints).toEqual([]);
		await emulator.control.settings({ mayLabel: true });
		await setUp();
		await emulator.control.settings({ mayLabel: false });
		expect((await setUp()).hints).toEqual([]);
	});

	it('that may not even list labels gets the same', async () => {
		await emulator.control.fault({
			match: { method: 'GET', path: '/tenant/descriptors' },
			times: 0,
			action: { status: 403 },
		});
		const { rows, hints } = await setUp();
		expect(hints).toEqual([SENTENCE]);
		expect(rows[0].state).toBe('enabled');
		expect((await remove()).failed).toEqual([]);
	});
});

describe('what else can happen to a label', () => {
	it('rejected by Adobe, it is named with Adobe’s words, and the others are applied', async () => {
		await emulator.control.fault({
			match: { method: 'POST', path: '/tenant/descriptors', containing: 'visitor/traits' },
			times: 0,
			action: { status: 400, body: { title: 'Bad', detail: 'A map has no labels', status: 400 } },
		});
		const { hints } = await setUp();
		expect(hints).toEqual([
			expect.stringMatching(
				/^Adobe did not label _acme\.chatlio\.visitor\.traits: it answered with status 400\. Label the field in Adobe's schema editor\. Adobe says: Bad: A map has no labels \(/,
			),
		]);
		const { '_acme.chatlio.visitor.traits': traits, ...others } = ALL;
		expect(traits).toBeDefined();
		expect(await labels()).toEqual(others);
	});

	it('rejected for every field, they are one sentence', async () => {
		await refuseLabels(409);
		const { hints, rows } = await setUp();
		expect(hints).toHaveLength(1);
		expect(hints[0]).toMatch(/^Adobe did not label 19 fields: it answered with status 409\./);
		expect(rows[0].state).toBe('enabled');
	});

	it('rejected on field groups, Adobe’s own fields are labeled in the schema', async () => {
		await emulator.control.settings({ labelSource: 'schema' });
		expect((await setUp()).hints).toHaveLength(1);
		expect(await labels()).toEqual(ADDRESSES);
	});

	it('without a definite answer, the run fails, and the next one continues', async () => {
		await emulator.control.fault({
			match: { method: 'POST', path: '/tenant/descriptors', containing: 'visitor/userId' },
			times: 0,
			action: { status: 503 },
		});
		const { done, failed } = await source('setUp');
		expect(done).toEqual([]);
		const { code, advice } = failed[0].problem as unknown as Problem;
		expect(code).toBe('adobe.unavailable');
		expect(advice).toContain('dataflow "Shop XDM" (created)');
		await emulator.control.clearFaults();
		await setUp();
		expect(await labels()).toEqual(ALL);
	});

	it('whose response is lost, it is looked for and not applied twice', async () => {
		await emulator.control.fault({
			match: { method: 'POST', path: '/tenant/descriptors' },
			times: 1,
			action: { dropConnection: 'after' },
		});
		expect(outcomesOf(stepsOf(await setUp()))).toEqual(['created']);
		expect(await labels()).toEqual(ALL);
	});
});

describe('Preview', () => {
	it('shows the labels with their requests, and applies none', async () => {
		const steps = (await source('preview')).done as unknown as Array<
			SetUpStep & { body?: IDataObject }
		>;
		const shown = labelSteps(steps) as typeof steps;
		expect(outcomesOf(shown)).toEqual(['would create']);
		expect(shown).toHaveLength(Object.keys(ALL).length);
		const email = shown.find(({ name }) => name === 'I1 on _acme.chatlio.visitor.email');
		expect(email).toMatchObject({
			method: 'POST',
			path: DESCRIPTORS,
			body: {
				'@type': 'xdm:descriptorLabel',
				'xdm:sourceSchema': '<id of field group Shop Fields>',
				'xdm:sourceVersion': 1,
				'xdm:sourceProperty': '/_acme/chatlio/visitor/email',
				'xdm:labels': ['core/I1'],
			},
		});
		expect(await descriptors()).toEqual([]);
	});

	it('shows no labels if Label Personal Data is off', async () => {
		const steps = (await source('preview', SETS_NO_LABELS)).done as unknown as SetUpStep[];
		expect(labelSteps(steps)).toEqual([]);
	});
});

describe('Remove', () => {
	const ofLabels = (rows: Removal[]) => rows.filter(({ kind }) => kind === 'usage label');

	it('takes its own labels away', async () => {
		await setUp();
		const { done, failed } = await remove();
		expect(failed).toEqual([]);
		expect(ofLabels(done).map(({ name }) => name)).toContain('I1 on _acme.chatlio.visitor.email');
		expect(ofLabels(done)).toHaveLength(Object.keys(ALL).length);
		expect(new Set(ofLabels(done).map(({ outcome }) => outcome))).toEqual(new Set(['removed']));
		expect(await labels()).toEqual({});
	});

	it('keeps them as long as the schema stays', async () => {
		await setUp({ profile: true });
		const { done, failed } = await remove();
		expect(failed).toEqual([]);
		expect(ofLabels(done)[0]).toMatchObject({
			outcome: 'kept',
			reason: 'The schema of the field is kept',
		});
		expect(done.find(({ kind }) => kind === 'schema')?.reason).toMatch(
			/^It is enabled for Profile/,
		);
		expect(await labels()).toEqual(ALL);
	});

	it('keeps them as long as another schema has the fields', async () => {
		const done = await setUp();
		await makeSchema('Copy', [CLASS, idOf(done, 'field group')]);
		const { done: rows } = await remove();
		expect(ofLabels(rows)[0]).toMatchObject({
			outcome: 'kept',
			reason: 'The schema "Copy" has the field, too',
		});
		expect(rows.find(({ kind }) => kind === 'field group')).toMatchObject({
			outcome: 'kept',
			reason: 'The schema "Copy" uses it',
		});
		expect(await labels()).toEqual(ALL);
	});

	it('leaves the labels of another name alone', async () => {
		await setUp({ name: 'Test', ...SETS_NO_LABELS });
		await setUp({ name: 'Test' });
		const before = await descriptors();
		await setUp();
		await remove();
		expect(await descriptors()).toEqual(before);
	});

	it('finds them again if Adobe did not remove one of them', async () => {
		await setUp();
		await emulator.control.fault({
			match: { method: 'DELETE', path: '/tenant/descriptors/' },
			times: 0,
			action: { status: 403 },
		});
		const { failed } = await remove();
		expect(new Set(failed.map(({ kind }) => kind))).toEqual(
			new Set(['usage label', 'schema', 'field group']),
		);
		await emulator.control.clearFaults();
		expect((await remove()).failed).toEqual([]);
		expect(await labels()).toEqual({});
	});
});

describe('Schema: Get', () => {
	const fieldsOf = async (id: string) => {
		const { done, failed, hints } = await operate('schema', 'get', { schema: chosen(id) });
		expect(failed).toEqual([]);
		const fields = done[0].fields as Array<{ path: string; labels?: string[] }>;
		return { fields, hints };
	};

	it('shows the labels of each field', async () => {
		const { rows } = await setUp();
		const { fields } = await fieldsOf(rows[0].schemaId);
		const labelsAt = (path: string) => fields.find((field) => field.path === path)?.labels;
		expect(labelsAt('_acme.chatlio.visitor.email')).toEqual(['I1']);
		expect(labelsAt('_acme.chatlio.visitor.location')).toEqual(['S2']);
		expect(labelsAt('environment.ipV4')).toEqual(['I2']);
		expect(labelsAt('_acme.chatlio.conversationId')).toEqual([]);
	});

	it('shows the label of a list and of a map at what they hold', async () => {
		const { rows } = await setUp();
		const { fields } = await fieldsOf(rows[0].schemaId);
		const labelsAt = (path: string) => fields.find((field) => field.path === path)?.labels;
		expect(labelsAt('_acme.chatlio.transcript.messages[].text')).toEqual(['I1']);
		expect(labelsAt('_acme.chatlio.visitor.traits.*')).toEqual(['I1']);
		expect(labelsAt('_acme.chatlio.transcript.messageCount')).toEqual([]);
	});

	it.each<[string, object]>([
		['xdm:labels', { 'xdm:labels': ['core/C2', 'custom/Vip'] }],
		['xdm:label', { 'xdm:label': ['core/C2', 'custom/Vip'] }],
	])('reads labels of others, under the key %s', async (_, keys) => {
		const { rows } = await setUp(SETS_NO_LABELS);
		await (
			await someoneElse()
		).post(DESCRIPTORS, {
			'@type': 'xdm:descriptorLabel',
			'xdm:sourceSchema': rows[0].schemaId,
			'xdm:sourceVersion': 1,
			'xdm:sourceProperty': '/_acme/chatlio/subject',
			...keys,
		});
		const { fields } = await fieldsOf(rows[0].schemaId);
		expect(fields.find(({ path }) => path === '_acme.chatlio.subject')?.labels).toEqual([
			'C2',
			'custom/Vip',
		]);
	});

	it('shows the fields without labels, and says so, if Adobe does not list them', async () => {
		const { rows } = await setUp();
		await emulator.control.fault({
			match: { method: 'GET', path: '/tenant/descriptors' },
			times: 0,
			action: { status: 403 },
		});
		const { fields, hints } = await fieldsOf(rows[0].schemaId);
		expect(fields.length).toBeGreaterThan(20);
		expect(fields.filter((field) => 'labels' in field)).toEqual([]);
		expect(hints).toEqual([expect.stringMatching(/^The fields are without their labels\./)]);
	});
});
