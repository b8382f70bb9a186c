import { inMegabytes } from '../answerLimits';
import { readAnswer } from '../platform/envelope';
import { whyUnreachable } from '../platform/unreachable';
import { readRetryAfter } from '../streaming/retryDelay';
import type { InletReply } from '../streaming/types';

/** What Chatlio's server did not grant, in words for the person who runs the workflow. */
export class ChatlioRefusal extends Error {
	constructor(
		message: string,
		/** What to change. */
		readonly advice: string,
		/** Absent when there was no answer. */
		readonly status?: number,
	) {
		super(message);
		this.name = 'ChatlioRefusal';
	}
}

const AGAIN =
	'Run it again in a few minutes. Retry On Fail in the settings of this node does so by itself.';

const CHECK_URL = 'Check the field API URL in the credential: Chatlio’s is https://api.chatlio.com';

const ASK_FOR_LESS = 'Ask for one widget, or turn off With Visitor Data.';

interface Row {
	message: string;
	advice: string;
}

const BY_STATUS: Record<number, Row> = {
	401: {
		message: 'Chatlio does not accept the API key',
		advice:
			'Copy it into the credential again: in Chatlio, your widget > Behavior > Webhooks and post-chat actions > API Key. Whoever regenerates it there ends the old one.',
	},
	403: {
		message: 'Chatlio does not let this API key read these conversations',
		advice:
			'Use the API key of the account that the widget belongs to, and ask Chatlio whether its plan has the server API.',
	},
	404: {
		message: 'Chatlio does not know this widget',
		advice:
			'Copy the widgetid out of the embed code on your site again: <chatlio-widget widgetid="…">. The API key must be of the same account.',
	},
	429: {
		message: 'Chatlio asks for fewer requests',
		advice: 'Wait a minute, then run it again. One request for all widgets serves for many.',
	},
};

/**
 * Explains an answer that is not what was asked for.
 * @param oneWidget whether one widget was asked for; without one, a missing page is the address's fault
 * @param now ms since 1970
 */
export function refusalOf(
	reply: InletReply,
	oneWidget: boolean,
	now: number = Date.now(),
): ChatlioRefusal {
	if (reply.kind === 'blocked') return new ChatlioRefusal(reply.reason, reply.advice);
	if (reply.kind === 'network') {
		const why = whyUnreachable(reply.code);
		const message = `Chatlio cannot be reached: ${why}`;
		return new ChatlioRefusal(message, `${CHECK_URL}. Check the network of n8n, too.`);
	}
	if (reply.kind === 'oversized') {
		const size = inMegabytes(reply.maxBytes);
		const message = `Chatlio's answer is larger than ${size}, the most that is read`;
		return new ChatlioRefusal(message, `${ASK_FOR_LESS} ${CHECK_URL}.`);
	}
	const { status, body, headers } = reply;
	const { message, advice } = rowFor(status, oneWidget);
	const wait = Math.ceil((readRetryAfter(headers, now) ?? 0) / 1_000);
	const { title, detail } = readAnswer(body);
	const words = [title, detail].filter(Boolean).join(': ');
	const parts = [
		advice,
		wait > 0 && `Chatlio asks to wait ${wait} seconds.`,
		words && `Chatlio says: ${words}`,
	];
	return new ChatlioRefusal(message, parts.filter(Boolean).join(' '), status);
}

function rowFor(status: number, oneWidget: boolean): Row {
	if (status >= 500) {
		return { message: `Chatlio is not available at the moment (status ${status})`, advice: AGAIN };
	}
	const known = BY_STATUS[status];
	if (known && (oneWidget || status !== 404)) return known;
	return { message: `Chatlio answered with status ${status}`, advice: `${CHECK_URL}.` };
}

/** A refusal that came with the status of a success. */
export function notGranted(status: number, body: unknown): ChatlioRefusal {
	const { title, detail, code } = readAnswer(body);
	const words = [title, code, detail].filter(Boolean).join(': ');
	const said = words && ` Chatlio says: ${words}`;
	return new ChatlioRefusal(
		'Chatlio gave no conversations',
		`${BY_STATUS[403].advice}${said}`,
		status,
	);
}

/** An answer that is none of Chatlio's: a proxy's page, for example. */
export const notJson = (status: number) =>
	new ChatlioRefusal('The answer is not the JSON that Chatlio sends', `${CHECK_URL}.`, status);
