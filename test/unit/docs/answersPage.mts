import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../../../playground/paths.mts';
import { INLET_ROWS, LOOKUP_ROWS, TOKEN_ROWS, type AnswerRow } from '../../harness/answerTable.mts';

export const PAGE = 'docs/answers.md';

const INTRODUCTION = `# What each response means

These tables show what Adobe Platform Streaming does after each response, and the \`delivery.status\` and \`problem.code\` that a record ends up with if no retry succeeds. Each row is tested.

- **tries again**: the node sends the same record again, for up to _Retry For (Seconds)_ or ten attempts, whichever comes first.
- **ends the run**: other requests to this destination would fail in the same way, so the node sends nothing more to it. The remaining records have the same problem. Items with another destination are still sent.
- **halves**: one record of the batch may be the cause. The node sends the batch again in two halves, until each record has a response of its own. If there is no time left for that, the records are \`notSent\` with the code \`delivery.batchRejected\`.
- **goes on**: the response counts for every record of the request, and the node goes on with the next request.

Once an attempt may have arrived, only a response about that record settles its outcome. Until then, it is \`unknown\`, with the code \`delivery.unknown\`.

Before the tables say _ends the run_ for 401 and 403, the node gets a new token once and tries again.
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

const INLET = `Adobe accepts a record with 200, or a batch with 207 and a result for each record. Some statuses have a more precise code if Adobe says more, such as \`inlet.ipNotAllowed\` for a 403 without a body, or \`inlet.schemaUnknown\` for a 400. Adobe sends JSON: if a rejection comes back as an HTML page, the record is \`notSent\` with the code \`proxy.blocked\`. An HTML page with 401, 404, 405, 410, or 413 may come from the inlet itself, and its status counts.`;

const TOKENS = `The node needs an access token before it sends, and a new one after Adobe rejects the old one. If it gets no token, it sends nothing. If Adobe names the reason, such as a wrong client secret, the code names that reason.`;

const LOOKUP = `Flow Service is Adobe’s API for dataflows. The node asks it about the dataflow that you pick before it sends the first record. Once the node knows a dataflow, it keeps sending while Flow Service cannot be reached, and a hint says so after ten minutes. If Adobe sends an error code of its own, such as \`FLOW-1439-404\`, the problem code names that reason.`;

/** Writes the page if the environment variable WRITE_PAGES is set. */
export function writeIfAsked(page: string): void {
	if (process.env.WRITE_PAGES) writeFileSync(join(root, PAGE), page);
}

const HEAD = [
	'Response',
	'Status or code',
	'The node',
	'Outcome',
	'`problem.code`',
	'Outcome if an earlier attempt may have arrived',
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
