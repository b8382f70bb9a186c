import { manifest } from '../../../playground/paths.mts';
import { emptyRepository, type Repository } from './commitHook.mts';

const BODY = '\n\nThe reason for it.\n';
const NO_TYPE = /^Begin the subject with a type/;
const NO_BODY = ['Add a body that says why, after an empty line.'];

let repository: Repository;

beforeAll(() => {
	repository = emptyRepository();
	const { code, output } = repository.run(manifest.scripts['setup:hooks']);
	expect([code, output]).toEqual([0, '']);
});
afterAll(() => repository?.remove());

it.each([
	'fix(streaming): retry unlisted 5xx answers',
	'feat!: rename the delivery statuses',
	`docs: ${'x'.repeat(66)}`,
])('accepts "%s" with a body', (subject) => {
	expect(repository.commit(subject + BODY)).toEqual([]);
});

it.each([
	['Merge branch "main"'],
	['Revert "fix: something"'],
	['Release 0.2.0'],
	['fixup! fix: something'],
])('accepts "%s", which git or a tool writes', (subject) => {
	expect(repository.commit(subject)).toEqual([]);
});

it.each(['Retry unlisted answers', 'fixes: an unknown type', 'fix:no space', 'Fix: a capital'])(
	'rejects "%s", which has no type of Conventional Commits',
	(subject) => {
		expect(repository.commit(subject + BODY)).toEqual([expect.stringMatching(NO_TYPE)]);
	},
);

it('rejects a subject of 73 characters', () => {
	const faults = repository.commit(`docs: ${'x'.repeat(67)}${BODY}`);
	expect(faults).toEqual(['Shorten the subject to 72 characters: it has 73.']);
});

it('counts characters, not UTF-16 units', () => {
	expect(repository.commit(`docs: ${'😀'.repeat(66)}${BODY}`)).toEqual([]);
});

it('rejects a period at the end of the subject', () => {
	const faults = repository.commit(`fix: retry.${BODY}`);
	expect(faults).toEqual(['Remove the period at the end of the subject.']);
});

it.each([
	['without a body', 'fix: retry'],
	['whose body is only a trailer', 'fix: retry\n\nCo-authored-by: A <a@example.com>'],
	['whose body is only a comment', 'fix: retry\n\n# Please enter the commit message'],
])('rejects a message %s', (_, message) => {
	expect(repository.commit(message)).toEqual(NO_BODY);
});

it('rejects a body in the second line', () => {
	expect(repository.commit('fix: retry\nThe reason.\n\nMore.')).toEqual([
		'Leave the second line empty.',
	]);
});

it('ignores what git shows below the scissors line', () => {
	const diff = '# ------------------------ >8 ------------------------\ndiff --git a/x b/x\n';
	expect(repository.commit(`fix: retry\n\n${diff}`)).toEqual(NO_BODY);
});

it('names everything that has to change', () => {
	expect(repository.commit(`${'x'.repeat(80)}.`)).toHaveLength(4);
});
