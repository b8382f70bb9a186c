import type { PlatformCall, PlatformRequest } from '../../../lib/platform/call';
import { describeRefusal, PlatformRefusal } from '../../../lib/platform/refusal';

/** A refusal of Adobe's with this status. */
export const refused = (status: number) =>
	new PlatformRefusal(describeRefusal('do it', status, { title: 'No', detail: 'Not today' }));

/** A platform that answers as the test says, and what it was asked; a refusal is thrown. */
export function fakePlatform(answer: (request: PlatformRequest, nth: number) => unknown) {
	const asked: PlatformRequest[] = [];
	const call: PlatformCall = async (request) => {
		asked.push(request);
		const body = await Promise.resolve(answer(request, asked.length));
		if (body instanceof Error) throw body;
		return body;
	};
	return { call, asked };
}
