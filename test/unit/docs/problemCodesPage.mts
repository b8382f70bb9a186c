import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { chatlioCodes } from '../../../lib/problem/chatlioCodes.ts';
import { connectionCodes } from '../../../lib/problem/connectionCodes.ts';
import { credentialCodes } from '../../../lib/problem/credentialCodes.ts';
import { inletCodes } from '../../../lib/problem/inletCodes.ts';
import { mappingCodes } from '../../../lib/problem/mappingCodes.ts';
import { platformCodes } from '../../../lib/problem/platformCodes.ts';
import { privacyCodes } from '../../../lib/problem/privacyCodes.ts';
import { recordCodes } from '../../../lib/problem/recordCodes.ts';
import { settingCodes } from '../../../lib/problem/settingCodes.ts';
import { setUpCodes } from '../../../lib/problem/setUpCodes.ts';
import { webhookCodes } from '../../../lib/problem/webhookCodes.ts';
import type { ProblemDefinition } from '../../../lib/problem/problemDefinition.ts';
import { root } from '../../../playground/paths.mts';

export const PAGE = 'docs/problem-codes.md';

type Codes = Record<string, ProblemDefinition>;

/** The groups of codes in the order of the page. */
const GROUPS: Array<[title: string, codes: Codes]> = [
	['Settings of a node', settingCodes],
	['Credentials', credentialCodes],
	['Connections and proxies', connectionCodes],
	['Chatlio events and mapping', mappingCodes],
	['Records', recordCodes],
	['Streaming inlets', inletCodes],
	['Dataflows and Set Up', setUpCodes],
	['Adobe Experience Platform', platformCodes],
	['Privacy requests', privacyCodes],
	['Chatlio', chatlioCodes],
	['Chatlio Trigger', webhookCodes],
];

const INTRODUCTION = `# Problem codes

Each item on an error output of this package has a \`problem\`: a \`code\`, a \`message\` (what happened), \`advice\` (what to do), and \`retry\` (whether the same item can succeed). If they are known, it also has the HTTP \`status\`, the \`service\` that responded, its \`requestId\`, the \`field\` with the problem, the \`violations\` of a schema, and \`retryAt\`, the time before which Adobe asks not to be asked again. The Chatlio Trigger returns \`code\` and \`message\` to the sender.

Codes are stable. Branch on \`problem.code\` and \`problem.retry\`, never on the text, which can change and can contain text from Adobe or Chatlio. For example, this condition of an If node is true for items that can succeed without a change to the item:

\`\`\`
{{ $json.problem.retry !== 'never' }}
\`\`\`

| \`problem.retry\` | The same item can succeed |
| --- | --- |
| \`later\` | Later, without any change |
| \`afterChange\` | After you change a setting, a credential, or something in Adobe or Chatlio |
| \`never\` | Only if you change the item itself |

The tables list all codes. Words in _italics_ stand for a value; _varies_ stands for text that depends on the case. _Source_ is the document that a row is based on. Rows without a source are checks by this package, or responses that no document describes.
`;

/** Returns the page about the codes, as the tables of codes have them. */
export async function problemCodesPage(): Promise<string> {
	const sections = GROUPS.map(([title, codes]) => `## ${title}\n\n${tableOf(codes)}`);
	const text = [INTRODUCTION, ...sections].join('\n\n');
	return await format(text, { ...(await resolveConfig(join(root, PAGE))), parser: 'markdown' });
}

/** Writes the page if the environment variable WRITE_PAGES is set. */
export function writeIfAsked(page: string): void {
	if (process.env.WRITE_PAGES) writeFileSync(join(root, PAGE), page);
}

function tableOf(codes: Codes): string {
	const head = ['Code', 'What happened', 'What to do', '`retry`', 'Source'];
	const rows = Object.entries(codes).map(([code, { message, advice, retry, source = '' }]) => [
		`\`${code}\``,
		inMarkdown(message),
		inMarkdown(advice),
		`\`${retry}\``,
		inMarkdown(source),
	]);
	const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
	return lines.join('\n');
}

/** A text that only consists of a value. */
const VALUE = /^\{\w+\}$/;

/** Names in braces become italics; Markdown would interpret tags and underscores. */
const inMarkdown = (text: string): string =>
	text
		.replace(VALUE, '{varies}')
		.replace(/<[^<>]*>|__\w+__/g, '`$&`')
		.replace(/(^|\s)_(?=\w)/g, '$1\\_')
		.replace(/\{(\w+)\}/g, (_, name: string) => `*${inWords(name)}*`);

/** `recordFormat` becomes `record format`. */
const inWords = (name: string): string =>
	name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
