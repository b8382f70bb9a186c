import { CHATLIO_EVENTS, eventByPath } from '../../../lib/chatlio/events';

test.each(CHATLIO_EVENTS)('the URL of $kind identifies it, with or without -wait', (event) => {
	expect(eventByPath(`/webhook/1f0c/${event.path}`)).toBe(event);
	expect(eventByPath(`/webhook-test/1f0c/${event.path}-wait/`)).toBe(event);
	expect(event.eventType).toBe(`chatlio.${event.kind}`);
});

test.each([
	'',
	'/',
	'/webhook/1f0c',
	'/new-conversation/other',
	'/New-Conversation',
	'/constructor',
])('the path "%s" belongs to none of the five events', (path) =>
	expect(eventByPath(path)).toBeUndefined(),
);
