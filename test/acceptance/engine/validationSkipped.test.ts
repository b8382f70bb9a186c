import { acceptedAnswer, sendTo } from '../../harness/openInlet';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';

let stub: StubServer;

afterEach(async () => await stub.close());

/** Asks for validation, of an inlet that accepts each message with this note. */
async function sendValidated(note: object) {
	stub = await stubServer((request) => {
		const isSync = request.url.includes('syncValidation=true');
		return isSync ? { body: { xactionId: '1:2:3', ...note } } : acceptedAnswer(request);
	});
	return await sendTo(stub.url, 3, { syncValidation: true });
}

describe('Validation that Adobe skipped is said', () => {
	test.each([
		['syncValidation', { syncValidation: { skipped: true } }],
		['synchronousValidation, the older name', { synchronousValidation: { skipped: true } }],
		['with a status', { syncValidation: { status: 'pass', skipped: true } }],
	])('in %s', async (_, note) => {
		const { outcomes, hints } = await sendValidated(note);
		expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
		expect(hints.join()).toContain('does not offer synchronous validation');
		expect(stub.requests.at(-1)?.url).not.toContain('syncValidation');
	});

	test.each([
		['passed', { syncValidation: { status: 'pass' } }],
		['was not skipped', { syncValidation: { skipped: false } }],
		['is not mentioned', {}],
	])('and not if it %s', async (_, note) => {
		const { outcomes, hints } = await sendValidated(note);
		expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
		expect(hints.join()).not.toContain('validation');
		expect(stub.requests).toHaveLength(3);
	});
});

test('A batch that is answered with 200 and a list of results is read as it says', async () => {
	stub = await stubServer((request) => ({ ...acceptedAnswer(request), status: 200 }));
	const { outcomes } = await sendTo(stub.url, 3);
	expect(outcomes.map(({ status, attempts }) => [status, attempts])).toEqual([
		['accepted', 1],
		['accepted', 1],
		['accepted', 1],
	]);
});
