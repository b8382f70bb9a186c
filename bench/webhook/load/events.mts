import { randomUUID } from 'node:crypto';
import { documentedPayload } from '../../../playground/events.mts';

export interface PostedEvent {
	/** ID of its conversation, which the stub counts by. */
	id: string;
	body: string;
}

const QUESTIONS = [
	'Hi, I am having trouble signing up',
	'Do you ship to Norway, and how long would it take until it arrives?',
	'Where is my order 4711? The page says it was delivered on Monday, but nobody here has seen it.',
	'Can I change the plan in the middle of the month?',
	'I was charged twice. Could you look into it, please? I can send you the two invoices if that helps.',
	'ok thanks',
];

/** Creates a function that returns events as Chatlio documents them, each with another visitor and conversation. */
export function eventMaker(): () => PostedEvent {
	const payload = documentedPayload('newConversation');
	let count = 0;
	return () => {
		const id = randomUUID();
		const visitor = { ...(payload.visitor as object), UUID: id, email: `${id}@example.com` };
		const message = QUESTIONS[count++ % QUESTIONS.length];
		return { id, body: JSON.stringify({ ...payload, visitor, message, conversationUUID: id }) };
	};
}
