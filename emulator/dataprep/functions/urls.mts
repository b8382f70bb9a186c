import { isSafeKey } from '../../xdm/safe.mts';
import { NotComputable } from '../notComputable.mts';
import { toBoolean, toText } from '../values.mts';
import { fn, orElse, type FunctionTable } from './table.mts';

const DEFAULT_PORTS: Record<string, number> = {
	ftp: 21,
	ftps: 990,
	http: 80,
	https: 443,
	sftp: 22,
	ssh: 22,
	ws: 80,
	wss: 443,
};

/** Creates a function for a part of a URL; it returns null for a text that is not a URL. */
const ofUrl = (part: (url: URL) => unknown) =>
	fn([1, 1], ([text]) => (URL.canParse(toText(text)) ? part(new URL(toText(text))) : null));

const protocol = (url: URL) => url.protocol.slice(0, -1);

function queryOf(url: URL, anchor: string) {
	const fragment = url.hash.slice(1);
	const pairs = [...url.searchParams].filter(([key]) => isSafeKey(key));
	if (fragment !== '' && anchor === 'append') pairs.push(['_anchor_', fragment]);
	const last = pairs.at(-1);
	if (last && fragment !== '' && anchor === 'retain') last[1] += `#${fragment}`;
	return Object.fromEntries(pairs);
}

function convertText(code: (text: string) => string, text: unknown): string {
	try {
		return code(toText(text));
	} catch {
		throw new NotComputable(
			'The text holds a percent sign or half a character that has no meaning',
		);
	}
}

/** Source: Adobe, "Data Prep mapping functions", URL functions. */
export const urls: FunctionTable = {
	get_url_protocol: ofUrl(protocol),
	get_url_host: ofUrl(({ hostname }) => hostname || null),
	get_url_port: ofUrl((url) =>
		url.port ? Number(url.port) : (DEFAULT_PORTS[protocol(url)] ?? null),
	),
	get_url_path: fn([1, 2], ([text, full]) => {
		if (!URL.canParse(toText(text))) return null;
		const { pathname } = new URL(toText(text));
		return toBoolean(orElse(full, true)) ? pathname : pathname.slice(pathname.lastIndexOf('/') + 1);
	}),
	get_url_query_str: fn([2, 2], ([text, anchor]) => {
		if (!['retain', 'remove', 'append'].includes(toText(anchor))) {
			throw new NotComputable('The anchor is one of "retain", "remove" and "append"');
		}
		return URL.canParse(toText(text)) ? queryOf(new URL(toText(text)), toText(anchor)) : null;
	}),
	get_url_encoded: fn([1, 1], ([text]) => convertText(encodeURIComponent, text)),
	get_url_decoded: fn([1, 1], ([text]) => convertText(decodeURIComponent, text)),
};
