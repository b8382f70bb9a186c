import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../../../playground/paths.mts';
import { INLET_ROWS, LOOKUP_ROWS, TOKEN_ROWS, type AnswerRow } from '../../harness/answerTable.mts';

export const PAGE = 'docs/answers.md';

const INTRODUCTION = `# What each answer means

The tables on this page say what Adobe Platform Streaming makes of every answer: what it does next, and which \`delivery.status\` and \`problem.code\` a record has if nothing better comes. A test holds the node to each row.

- **tries again**: the node sends the same record again within _Retry For (Seconds)_. The outcome is the one at the end of that time.
- **ends the run**: other requests would fail in the same way, so the node sends nothing more. The remaining records have the same problem.
- **goes on**: the answer concerns one record. If a batch gets it as a whole, the node sends the batch in halves until the answer concerns one record. If there is no time left for that, the records are \`notSent\` with the code \`delivery.batchRejected\`.

Once an attempt may have arrived, only an answer about that record settles its outcome. Until then, it is \`unknown\`, with the code \`delivery.unknown\`.
`;

/** Returns the page about answers, as the table has them. */
export async function answersPage(): Promise<string> {
	const sections = [
		`## From the inlet\n\n${INLET}\n\n${tableOf(INLET_ROWS)}`,
		`## From the token service\n\n${TOKENS}\n\n${tableOf(TOKEN_ROWS)}`,
		`## From Flow Service\n\n${LOOKUP}\n\n${tableOf(LOOKUP_ROWS)}`,
	];
	const text = [INTRODUCTION, ...sections].join('\n\n');
	return await format(text, { ...(await resolveConfig(join(root, PAGE))), parser: 'markdown' });
}

const INLET = `Adobe accepts a record with 200, or a batch with 207 and a result for each record. Some statuses have a more precise code if Adobe says more, such as \`inlet.ipNotAllowed\` for a 403 without a body, or \`inlet.schemaUnknown\` for a 400. Adobe answers with JSON: if a rejection comes as a page, the record is \`notSent\` with the code \`proxy.blocked\`. A page with 401, 404, 405, 410 or 413 can be the inlet's own.`;

const TOKENS = `The node needs an access token before it sends, and a new one after Adobe rejects the old one. Nothing was sent with a token that did not come. If Adobe names the reason, such as a wrong client secret, the code is the one of the reason.`;

const LOOKUP = `The node looks up a dataflow that you pick before it sends the first record. Once it knows a dataflow, it keeps sending while Flow Service cannot be reached, and a hint says so after ten minutes. If Adobe sends an error code of its own, such as \`FLOW-1439-404\`, the problem code is the one of the reason.`;

/** Writes the page if the environment variable WRITE_PAGES is set. */
export function writeIfAsked(page: string): void {
	if (process.env.WRITE_PAGES) writeFileSync(join(root, PAGE), page);
}

const HEAD = [
	'Answer',
	'Status or code',
	'The node',
	'Outcome',
	'`problem.code`',
	'Outcome after an attempt that may have arrived',
];

function tableOf(rows: readonly AnswerRow[]): string {
	const cells = rows.map((row) => [
		row.answer,
		[...spans(row.statuses ?? []), ...(row.codes ?? []).map((code) => `\`${code}\``)].join(', '),
		row.next,
		`\`${row.outcome}\``,
		`\`${row.code}\``,
		...(row.outcomeIfUncertain ? [`\`${row.outcomeIfUncertain}\``] : []),
	]);
	const head = HEAD.slice(0, cells[0].length);
	return [head, head.map(() => '---'), ...cells]
		.map((line) => `| ${line.join(' | ')} |`)
		.join('\n');
}

/** Formats rising numbers as ranges, e.g. `421, 425, 520 to 530`. */
function spans(numbers: readonly number[]): string[] {
	const list: Array<[number, number]> = [];
	for (const number of numbers) {
		const last = list.at(-1);
		if (last && last[1] === number - 1) last[1] = number;
		else list.push([number, number]);
	}
	return list.flatMap(([from, to]) =>
		to - from < 2 ? [...new Set([from, to])].map(String) : [`${from} to ${to}`],
	);
}
