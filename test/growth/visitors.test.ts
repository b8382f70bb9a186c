import { readBody } from '../../lib/chatlio/postedBody';
import { parseEvent } from '../../lib/chatlio/parseEvent';
import type { ChatlioEventKind } from '../../lib/chatlio/chatlioEvent';
import type { XdmOptions } from '../../lib/xdm/mappingOptions';
import { createScrub } from '../../lib/xdm/privacy/scrub';
import { toXdmRecords } from '../../lib/xdm/mapper/toXdmRecords';
import { OPTIONS, RECEIVED_AT } from '../harness/chatlioEvents';
import { expectLinear } from '../harness/growth.mts';
import { HOSTILE_BODIES } from '../harness/hostileBodies.mts';

const WITHHOLDING: XdmOptions = { ...OPTIONS, email: 'hash', name: 'leaveOut' };

function receive(kind: ChatlioEventKind, parsed: unknown) {
	const body = readBody({ contentType: 'application/json', parsed });
	if ('problem' in body) throw new Error(body.problem.message);
	return parseEvent(kind, body.payload, RECEIVED_AT);
}

const CHATS = Object.entries(HOSTILE_BODIES).filter(([, { kind }]) => kind === 'chatTranscript');

const CASES = [
	['whole', Object.entries(HOSTILE_BODIES)],
	['oneEvent', Object.entries(HOSTILE_BODIES)],
	['perMessage', CHATS],
] as const;

describe.each(CASES)(
	'CPU time grows linearly with transcripts set to %s:',
	(transcripts, bodies) => {
		test.each(bodies)('%s', (name, { kind, write }) => {
			expectLinear(
				name,
				(size) => JSON.parse(write(size)) as unknown,
				(payload) => toXdmRecords(receive(kind, payload), { ...WITHHOLDING, transcripts }),
			);
		});
	},
);

/** Characters that an encoding or a pattern treats specially. */
const SPECIAL = [...' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~\n\t\u00a0\u200b\u200f\u0301😀👩‍🚀李สאé'];

test.each(SPECIAL)('searches for a value full of %j in time linear in the text', (character) => {
	expectLinear(
		`near misses of a value full of ${character}`,
		(size) => ({
			value: `a${character.repeat(Math.min(size, 100))}b`,
			text: `a${character.repeat(size)}c b`,
		}),
		({ value, text }) => createScrub([value])!(text),
	);
});
