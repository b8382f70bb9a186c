import { LONGEST_SERVICE_TEXT, serviceText } from '../serviceText';
import { readAnswer } from './envelope';
import { adviceFor } from './refusalAdvice';

/** A request Adobe's platform did not grant, in words for the person who runs the workflow. */
export interface Refusal {
	/** What happened, one sentence. */
	message: string;
	/** What to change, with Adobe's own words and its request id. */
	description: string;
	/** 0 when there was no answer. */
	status: number;
	code?: string;
}

/** Room for a title, a detail, a code and a request id. */
const LONGEST_REFUSAL = 5 * LONGEST_SERVICE_TEXT;

/**
 * Thrown by everything in lib/platform; the node turns it into n8n's own kind. A refusal may name what an answer named:
 * a dataset, a schema.
 */
export class PlatformRefusal extends Error {
	readonly refusal: Refusal;

	constructor(refusal: Refusal) {
		const { message, description, code } = refusal;
		const shown = {
			...refusal,
			message: serviceText(message, LONGEST_REFUSAL),
			description: serviceText(description, LONGEST_REFUSAL),
			...(code !== undefined && { code: serviceText(code) }),
		};
		super(shown.message);
		this.name = 'PlatformRefusal';
		this.refusal = shown;
	}
}

/** What is known of a request besides the answer's body. */
export interface AskedFor {
	/** What to change when the values sent are refused and Adobe's code says nothing better. */
	advice?: string;
	/** From the answer's headers, for bodies that name none. */
	requestId?: string;
}

/**
 * Says what Adobe answered instead of what was asked for, and what to change.
 * @param task what was wanted, to follow "could not", e.g. "read dataflow 3f2b…"
 * @param status HTTP status, 300 to 599
 */
export function describeRefusal(
	task: string,
	status: number,
	body: unknown,
	asked: AskedFor = {},
): Refusal {
	const answer = readAnswer(body);
	const { code, title, detail } = answer;
	const requestId = answer.requestId ?? (asked.requestId && serviceText(asked.requestId));
	const words = [title, detail].filter((part, index, all) => part && all.indexOf(part) === index);
	const ids = [code && `code ${code}`, requestId && `request id ${requestId}`].filter(Boolean);
	const said = [
		words.join(': ').replace(/\.$/, ''),
		ids.length ? `(${ids.join(', ')})` : '',
	].filter(Boolean);
	const advice = adviceFor(status, answer, asked.advice);
	return {
		message: `Could not ${task}: Adobe answered with status ${status}`,
		description: said.length ? `${advice} Adobe says: ${said.join(' ')}.` : advice,
		status,
		code,
	};
}
