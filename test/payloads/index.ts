import adobeReducedSample from './adobeReducedSample.json';
import chatTranscript from './chatTranscript.json';
import newConversation from './newConversation.json';
import offlineMessage from './offlineMessage.json';
import unansweredMessage from './unansweredMessage.json';
import visitorFeedback from './visitorFeedback.json';

/** What Chatlio posts for each of its five events. Source: chatlio.com/docs/webhooks. */
export const documented = {
	chatTranscript,
	newConversation,
	offlineMessage,
	unansweredMessage,
	visitorFeedback,
};

/** Source: Adobe's tutorial of its Chatlio source, whose sample has no conversation. */
export { adobeReducedSample };
