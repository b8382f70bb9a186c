import { decidingFiles, wordingDecisionsIn } from './wordingDecisions.mts';

/** Texts of other services, each read once where it arrives, and tests about the texts themselves. */
const ALLOWED: Record<string, string> = {
	'lib/streaming/inletProblem.ts: pattern.test(message)':
		'one status of an inlet covers several causes, and only its message distinguishes them',
	'test/unit/platform/failedLine.test.ts: /\\[(#[^:\\]]*): (.*)\\]$/s.exec(message)':
		'Adobe writes the field of a violation into its message',
	'test/unit/problem/problem.test.ts: /\\b(error|problem|failure)\\b/i.test(message)':
		'the test is about the wording',
};

const found = decidingFiles().flatMap(wordingDecisionsIn);

test('no workflow, node or test decides by the wording of a message', () => {
	expect(decidingFiles().length).toBeGreaterThan(500);
	expect(found.filter((decision) => !(decision in ALLOWED))).toEqual([]);

	// The scan finds such a decision where there is one.
	const text = "if (delivery.reason.startsWith('Nothing was sent')) again();";
	const seeded = { path: 'lib/streaming/seeded.ts', text };
	expect(wordingDecisionsIn(seeded)).toEqual([
		"lib/streaming/seeded.ts: delivery.reason.startsWith('Nothing was sent')",
	]);
});

test('no workflow decides by an HTTP status', () => {
	const workflows = decidingFiles().filter(({ path }) => path.endsWith('.json'));
	expect(workflows.length).toBeGreaterThan(10);
	expect(workflows.filter(({ text }) => /httpStatus|httpCode|statusCode/.test(text))).toEqual([]);
});

test('every exception is still needed', () => {
	expect(Object.keys(ALLOWED).filter((decision) => !found.includes(decision))).toEqual([]);
});

describe('the scan finds a decision', () => {
	test.each([
		"error.message.includes('again')",
		"problem.message === 'Not sent'",
		"problem.advice !== 'Send it again.'",
		'(error as Error).message.match(/again/)',
		'/again/i.test(problem.advice)',
		'new RegExp(words).exec(error!.description)',
		"['Not sent', 'Busy'].includes(delivery?.reason)",
		"String(error.message).toLowerCase().startsWith('not')",
		"`${message}`.endsWith('again')",
		"(problem.message ?? '').indexOf('again')",
		"item['message'].search(/again/)",
		'one.message === other.message',
	])('in code: %s', (code) => {
		const text = `const chosen = ${code} ? 1 : 2;`;
		expect(wordingDecisionsIn({ path: 'nodes/x.ts', text })).toEqual([`nodes/x.ts: ${code}`]);
	});

	test('in a switch', () => {
		const text = "switch (problem.message) { case 'Not sent': again(); }";
		expect(wordingDecisionsIn({ path: 'nodes/x.ts', text })).toEqual([`nodes/x.ts: ${text}`]);
	});

	test.each([
		["={{ $json.problem.message.startsWith('Not sent') ? 1 : 2 }}"],
		["=State: {{ $json.delivery.reason === 'Busy' ? 'waiting' : 'done' }}"],
	])('in an expression of a workflow: %s', (value) => {
		const text = JSON.stringify({ nodes: [{ parameters: { value } }] });
		expect(wordingDecisionsIn({ path: 'workflows/x.json', text })).toHaveLength(1);
	});

	test.each([
		{ leftValue: '={{ $json.problem.message }}', operator: { operation: 'contains' } },
		{ keyName: 'advice', condition: 'ilike', keyValue: '%again%' },
	])('in a condition of a workflow: %j', (condition) => {
		const text = JSON.stringify({ nodes: [{ parameters: { conditions: [condition] } }] });
		expect(wordingDecisionsIn({ path: 'workflows/x.json', text })).toHaveLength(1);
	});
});

describe('the scan allows', () => {
	test.each([
		"problem.code === 'inlet.silent' && problem.retry !== 'never'",
		'problem.message === undefined',
		"description !== ''",
		"typeof body.message === 'string'",
		"problem.advice.replace(/again/, '')",
		"expect(error.message.startsWith('Not sent')).toBe(true)",
	])('in code: %s', (code) => {
		const text = `const chosen = ${code} ? 1 : 2;`;
		expect(wordingDecisionsIn({ path: 'nodes/x.ts', text })).toEqual([]);
	});

	test.each(['={{ $json.problem.message }}', '={{ $json.message ?? "" }}', 'message === "x"'])(
		'in a workflow: %s',
		(value) => {
			const text = JSON.stringify({ nodes: [{ parameters: { value } }] });
			expect(wordingDecisionsIn({ path: 'workflows/x.json', text })).toEqual([]);
		},
	);
});
