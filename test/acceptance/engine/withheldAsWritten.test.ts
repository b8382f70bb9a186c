import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { RECEIVED_AT } from '../../harness/chatlioEvents';
import { Registry, runNode } from '../../harness/n8n';

const registry = new Registry().add([new ChatlioToXdm()]);

const W = '[withheld]';

async function map(event: object, parameters: INodeParameters) {
	const { output, error, hints } = await runNode({
		registry,
		type: 'chatlioToXdm',
		parameters: { tenantId: { __rl: true, mode: 'id', value: 'acme' }, ip: 'keep', ...parameters },
		input: [
			{ json: { event: 'chatTranscript', receivedAt: RECEIVED_AT, ...event } as IDataObject },
		],
	});
	expect(error).toBeUndefined();
	const [{ json }] = output();
	const { chatlio } = json._acme as { chatlio: IDataObject };
	return { record: json, chatlio, hints };
}

const EMAIL = { email: 'leaveOut' };
const IP = { ip: 'leaveOut' };
const NAME = { options: { name: 'leaveOut' } };

describe('a name goes from a message in the ways that people and programs write it', () => {
	test.each([
		['without its accent', 'José', 'Hi Jose!', `Hi ${W}!`],
		['with the accent that its field lacks', 'Jose', 'Hi José!', `Hi ${W}!`],
		['without a stroke', 'Łukasz', 'Hi Lukasz!', `Hi ${W}!`],
		['without another stroke', 'Øyvind', 'Hi Oyvind!', `Hi ${W}!`],
		['with two letters for one', 'Müller', 'Hi Mueller!', `Hi ${W}!`],
		['without the dots', 'Müller', 'Hi Muller!', `Hi ${W}!`],
		['without Vietnamese tones', 'Nguyễn Đức', 'Hi Nguyen Duc!', `Hi ${W}!`],
		['without the dots of Cyrillic', 'Ёлкин', 'Привет, Елкин!', `Привет, ${W}!`],
		['without a Greek accent', 'Αθηνά', 'Γεια ΑΘΗΝΑ!', `Γεια ${W}!`],
		['without Arabic vowels', 'مُحَمَّد', 'أنا محمد هنا', `أنا ${W} هنا`],
		['with Arabic vowels', 'محمد', 'أنا مُحَمَّد هنا', `أنا ${W} هنا`],
		['without a hamza', 'أحمد', 'أنا احمد هنا', `أنا ${W} هنا`],
		['with a Persian letter', 'علي', 'من علی هستم', `من ${W} هستم`],
		['without Hebrew vowels', 'שָׂרָה', 'אני שרה כאן', `אני ${W} כאן`],
		['family name first', 'Bob Smith', 'To: Smith, Bob.', `To: ${W}.`],
		['family name first in its field', 'Smith, Bob', 'I am Bob Smith.', `I am ${W}.`],
		['family name first, with an initial', 'Bob J. Smith', 'To: Smith, Bob J.', `To: ${W}.`],
		['family name first without a comma', 'Иван Петров', 'Я Петров Иван.', `Я ${W}.`],
		['as columns', 'Bob Smith', 'Bob,Smith,7', `${W},7`],
		['without its initial', 'Bob J. Smith', 'I am Bob Smith.', `I am ${W}.`],
		['without its title', 'Dr. Bob Smith', 'I am Bob Smith.', `I am ${W}.`],
		['without a period', 'Bob J. Smith', 'I am Bob J Smith!', `I am ${W}!`],
		['with a dot', 'Bob Smith', 'user bob.smith logged in', `user ${W} logged in`],
		['without its space', 'Bob Smith', 'user BobSmith logged in', `user ${W} logged in`],
		['without its apostrophe', "O'Brien", 'Hi OBrien!', `Hi ${W}!`],
		['with a doubled apostrophe', "O'Brien", "name = 'O''Brien'", `name = '${W}'`],
		['with a backtick', "O'Brien", 'Hi O`Brien!', `Hi ${W}!`],
		['without its hyphen', 'Anne-Marie', 'Hi Annemarie!', `Hi ${W}!`],
		['without its emoji', 'Bob 😀', 'I am Bob.', `I am ${W}.`],
		['without its quotation marks', '"Bob"', 'I am Bob.', `I am ${W}.`],
		['without its period', 'Bob.', 'I am Bob!', `I am ${W}!`],
		['with thin spaces', 'Bob Smith', 'Bob&thinsp;Smith!', `${W}!`],
		['without a Japanese space', '山田 太郎', '山田太郎です', `${W}です`],
		['with a Japanese space', '山田太郎', '山田　太郎です', `${W}です`],
		['with a Korean space', '김철수', '김 철수입니다', `${W}입니다`],
		['escaped for Markdown', 'anna_b', 'I am anna\\_b.', `I am ${W}.`],
	])('%s', async (_, name, message, left) => {
		const { chatlio } = await map({ message, visitor: { name } }, NAME);
		expect(chatlio.message).toBe(left);
	});

	test.each([
		['기나', '이야기 나는'],
		['สม', 'สมี'],
		['か', 'が'],
		['Bob Smith', 'Bob lives at Smith’s'],
		['Bob Smith', '{"a":"Bob","b":"Smith"}'],
	])('%s leaves %s', async (name, message) => {
		const { chatlio } = await map({ message, visitor: { name } }, NAME);
		expect(chatlio.message).toBe(message);
	});

	test('a handle that begins with a country leaves the location', async () => {
		const location = 'Los Angeles, California, United States';
		const visitor = { name: 'united-states-27', handle: 'california-united-states-2', location };
		const { chatlio } = await map({ visitor }, NAME);
		expect(chatlio.visitor).toEqual({ location });
	});

	test.each(['que', 'Bonjour!', 'sie', 'привет', '谢谢', '.NET'])(
		'a visitor who is called %s leaves the words of others',
		async (name) => {
			const message = 'que bonjour sie привет 谢谢 net';
			const { chatlio, hints } = await map({ message, visitor: { id: 'v', name } }, NAME);
			expect(chatlio.message).toBe(message);
			expect(hints).toContainEqual(
				expect.stringContaining('Texts not searched for a name or another withheld value: 1 event'),
			);
		},
	);
});

describe('an address goes from a message in the ways that people and programs write it', () => {
	test.each([
		['with an ideographic period', '邮箱 bob@example。com。谢谢', `邮箱 ${W}。谢谢`],
		['with a half-width ideographic period', 'bob@example｡com 。', `${W} 。`],
		['escaped for Markdown', 'Mail bob\\_smith\\@example.com.', `Mail ${W}.`],
		['escaped for a program', 'Mail bob\\u{40}example.com.', `Mail ${W}.`],
	])('%s', async (_, message, left) => {
		const { chatlio } = await map({ message }, EMAIL);
		expect(chatlio.message).toBe(left);
	});

	test.each([
		['a word before the zeros', 'add::b44:ea7:a1d:be:05:8f9:b0 x', `add${W} x`],
		['a word after the zeros', 'at 1:2:3:4:5:6:7::add x', `at ${W}add x`],
	])('IPv6 with %s', async (_, message, left) => {
		const { chatlio } = await map({ message }, IP);
		expect(chatlio.message).toBe(left);
	});
});

test.each(['v1.2.3.4', 'Release V10.4.2.1', '1.000.000.000 EUR', '12.000.050.100'])(
	'%s, which is no IP address, stays',
	async (message) => {
		expect((await map({ message }, IP)).chatlio.message).toBe(message);
	},
);

describe('what is no URL loses an address', () => {
	test.each([
		['bob@example.com', W],
		['mailto:bob@example.com?cc=al@example.com', `mailto:${W}?cc=${W}`],
		['data:text/plain,bob%40example.com', `data:text/plain,${W}`],
		['/contact?from=bob@example.com', `/contact?from=${W}`],
	])('%s', async (referrer, left) => {
		const { record } = await map({ visitor: { referrer } }, EMAIL);
		expect((record.web as { webReferrer: { URL: string } }).webReferrer.URL).toBe(left);
	});

	test('a browser’s text keeps its spaces', async () => {
		const visitor = { userAgent: 'curl/7.1 203.0.113.9' };
		const { record } = await map({ visitor }, IP);
		expect(record.environment).toEqual({
			browserDetails: { userAgent: `curl/7.1 ${W}` },
		});
	});
});
