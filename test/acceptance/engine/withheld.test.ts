import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { RECEIVED_AT } from '../../harness/chatlioEvents';
import { Registry, runNode } from '../../harness/n8n';

const registry = new Registry().add([new ChatlioToXdm()]);

type Withheld = 'email' | 'hash' | 'ip' | 'name';

/** The panel's settings that withhold a kind of value. */
const SETTINGS: Record<Withheld, INodeParameters> = {
	email: { email: 'leaveOut', ip: 'keep' },
	hash: { email: 'hash', ip: 'keep' },
	ip: { ip: 'leaveOut' },
	name: { ip: 'keep', options: { name: 'leaveOut' } },
};

interface Mapped {
	record: IDataObject;
	chatlio: IDataObject;
	hints: string[];
}

async function map(event: object, withheld: Withheld): Promise<Mapped> {
	const { output, error, hints } = await runNode({
		registry,
		type: 'chatlioToXdm',
		parameters: { tenantId: { __rl: true, mode: 'id', value: 'acme' }, ...SETTINGS[withheld] },
		input: [
			{ json: { event: 'chatTranscript', receivedAt: RECEIVED_AT, ...event } as IDataObject },
		],
	});
	expect(error).toBeUndefined();
	const [{ json }] = output();
	const { chatlio } = (json._acme ?? {}) as { chatlio: IDataObject };
	return { record: json, chatlio, hints };
}

/** Maps an event with a message and returns what is left of the message. */
const messageOf = async (message: string, withheld: Withheld, visitor: object = {}) =>
	(await map({ message, visitor }, withheld)).chatlio.message;

const W = '[withheld]';

describe('an address goes from a message, whatever is beside it and whoever it belongs to', () => {
	test.each([
		['Chinese', '我的邮箱是bob@example.com谢谢', `我的邮箱是${W}谢谢`],
		['Chinese, a number', '我的QQ邮箱12345@qq.com谢谢', `我的QQ邮箱${W}谢谢`],
		['Chinese punctuation', '邮箱：bob@example.com。谢谢', `邮箱：${W}。谢谢`],
		['Hangul', '제 메일은bob@example.com입니다', `제 메일은${W}입니다`],
		['Hangul, two', 'a@example.com와b@example.com로', `${W}와${W}로`],
		['Kana', 'メールはbob@example.comです', `メールは${W}です`],
		['Hiragana', 'わたしのbob@example.comへ', `わたしの${W}へ`],
		['Thai', 'อีเมลbob@example.comครับ', `อีเมล${W}ครับ`],
		['Thai mark', 'คือที่bob@example.comค่ะ', `คือที่${W}ค่ะ`],
		['Cyrillic', 'почтаbob@example.comспасибо', `почта${W}спасибо`],
		['a Cyrillic sentence after a period', 'bob@example.com.Спасибо', `${W}.Спасибо`],
		['Arabic', 'بريديbob@example.comشكرا', `بريدي${W}شكرا`],
		['an Arabic prefix', 'لـbob@example.com', `لـ${W}`],
		['Hebrew', 'המיילbob@example.comתודה', `המייל${W}תודה`],
		['a Hebrew prefix', 'לbob@example.com', `ל${W}`],
		['Devanagari', 'मेरीbob@example.comहै', `मेरी${W}है`],
		['a Devanagari danda', 'ईमेल bob@example.com।', `ईमेल ${W}।`],
		['a Latin word before', 'Emailbob@example.com', ''],
		['a Latin word after', 'see bob@example.comPhone: 5', `see ${W}: 5`],
		['a sentence', 'Mail bob@example.com.', `Mail ${W}.`],
		['a link', '<a href="mailto:bob@example.com?subject=x">', `<a href="mailto:${W}?subject=x">`],
		['Slack’s mark', '<mailto:bob@example.com|bob@example.com>', `<mailto:${W}|${W}>`],
		['emoji', '😀bob@example.com😀', `😀${W}😀`],
		['a quoted local part', 'to "bob smith"@example.com now', `to ${W} now`],
		['a tag', 'bob+chat@mail.example.co.uk', ''],
		['an internationalized address', 'почта: пётр@пример.рф!', `почта: ${W}!`],
		['an accented address', 'josé.núñez@example.com', ''],
		['a Chinese address', 'mail 李伟@例子.公司', `mail ${W}`],
		['punycode', 'bob@xn--e1afmkfd.xn--p1ai', ''],
		['an IP address as its domain', 'x bob@[203.0.113.9] y', `x ${W} y`],
		['a domain that imitates another', 'bob@exаmple.com', ''],
	])('%s', async (_, message, left) => {
		const expected = left === '' ? undefined : left;
		expect(await messageOf(message, 'hash')).toBe(expected);
		expect(await messageOf(message, 'email')).toBe(expected);
	});

	test.each(['@bob', 'bob@work', '5 apples@2.50', 'a @ b.c', 'x@.com', 'C@'])(
		'leaves %s, which is no address',
		async (message) => {
			expect(await messageOf(message, 'email')).toBe(message);
		},
	);
});

describe('an IP address goes from a message by default, whatever is beside it', () => {
	test.each([
		['Kana', '私のIPは203.0.113.9です', `私のIPは${W}です`],
		['Chinese', '我的IP是203.0.113.9吗', `我的IP是${W}吗`],
		['Hangul', '아이피203.0.113.9입니다', `아이피${W}입니다`],
		['Thai', 'ไอพี203.0.113.9ครับ', `ไอพี${W}ครับ`],
		['Cyrillic', 'айпи203.0.113.9есть', `айпи${W}есть`],
		['Arabic', 'عنوان203.0.113.9هنا', `عنوان${W}هنا`],
		['Hebrew', 'כתובת203.0.113.9כאן', `כתובת${W}כאן`],
		['Devanagari', 'आईपी203.0.113.9है', `आईपी${W}है`],
		['Latin', 'IP203.0.113.9and', `IP${W}and`],
		['a hexadecimal letter', 'face203.0.113.9bad', `face${W}bad`],
		['a port', 'from 203.0.113.9:51234.', `from ${W}:51234.`],
		['Arabic digits', 'عنوان ٢٠٣.٠.١١٣.٩', `عنوان ${W}`],
		['Devanagari digits', 'आईपी २०३.०.११३.९', `आईपी ${W}`],
		['full width', 'IP：２０３．０．１１３．９', `IP：${W}`],
		['IPv6', '私は2001:db8::7です', `私は${W}です`],
		['IPv6 in capitals', 'at 2001:DB8::A7!', `at ${W}!`],
		['IPv6 written out', 'at 2001:0db8:0000:0000:0000:0000:0000:0007', `at ${W}`],
		['IPv6 with a port', 'at [2001:db8::7]:443', `at [${W}]:443`],
		['IPv6 written out with a port', '2001:db8:0:0:0:0:0:7:443', `${W}:443`],
		['an interface', 'at fe80::1%eth0 now', `at ${W} now`],
		['IPv4 in IPv6', 'at ::ffff:203.0.113.9.', `at ${W}.`],
		['a word before IPv6', 'Addr2001:db8:1::7', `Addr${W}`],
		['hex letters before IPv6', 'bad::81:d:102f:0bb:f9:49:f', `bad${W}`],
		['hex letters after IPv6', '4:0219:2b35:48:e:7634:a::bad', `${W}bad`],
		['a sentence', 'It is ::1: home', `It is ${W}: home`],
	])('%s', async (_, message, left) => {
		expect(await messageOf(message, 'ip')).toBe(left);
	});

	test.each([
		'at 10:30:15',
		'1.2.3',
		'1.2.3.4.5',
		'300.1.1.1',
		'std::vector',
		'std::a1',
		'a: b:: c',
	])('leaves %s, which is no address', async (message) => {
		expect(await messageOf(message, 'ip')).toBe(message);
	});
});

describe('a name goes from a message, whatever is beside it', () => {
	test.each([
		['a particle', '김철수', '김철수입니다', `${W}입니다`],
		['another particle', '김철수', '저는김철수라고', `저는${W}라고`],
		[
			'a decomposed syllable',
			'김철수',
			'김철수님'.normalize('NFD'),
			`${W}${'님'.normalize('NFD')}`,
		],
		['Latin in Chinese', 'Bob', '我叫Bob你好', `我叫${W}你好`],
		['Latin in Kana', 'Bob', 'ボブはBobです', `ボブは${W}です`],
		['Latin in Hangul', 'Bob', '저는Bob이에요', `저는${W}이에요`],
		['Latin in Thai', 'Bob', 'ผมชื่อBobครับ', `ผมชื่อ${W}ครับ`],
		['Latin in Cyrillic', 'Bob', 'яBobпривет', `я${W}привет`],
		['Latin in Arabic', 'Bob', 'لBob', `ل${W}`],
		['Latin in Hebrew', 'Bob', 'לBob', `ל${W}`],
		['Latin in Devanagari', 'Bob', 'मेरीBobहै', `मेरी${W}है`],
		['Thai', 'สมชาย', 'ผมชื่อสมชายครับ', `ผมชื่อ${W}ครับ`],
		['Kana', 'さくら', '私はさくらです', `私は${W}です`],
		['an Arabic prefix', 'أحمد', 'رسالة لأحمد', `رسالة ل${W}`],
		['a Hebrew prefix', 'שרה', 'מכתב לשרה', `מכתב ל${W}`],
		['a Devanagari suffix', 'राहुल', 'राहुलको', `${W}को`],
		['Cyrillic', 'Вера', 'Я Вера, не Верa1', `Я ${W}, не Верa1`],
	])('%s', async (_, name, message, left) => {
		expect(await messageOf(message, 'name', { name })).toBe(left);
	});

	test.each([
		['Bob', 'Bobby met jimbob'],
		['Вера', 'Верасовет'],
		['기나', '긴나무'],
		['สม', 'สมี'],
	])('leaves words that only begin or end like %s', async (name, message) => {
		expect(await messageOf(message, 'name', { name })).toBe(message);
	});
});

/** Ways to write text that browsers, programs and people turn back. */
const percent = (text: string) =>
	[...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const decimal = (text: string) => [...text].map((one) => `&#${one.codePointAt(0)};`).join('');
const hexadecimal = (text: string) =>
	[...text].map((one) => `&#x${one.codePointAt(0)!.toString(16)};`).join('');
const unicode = (text: string) =>
	text
		.split('')
		.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.join('');
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const times = (count: number, write: (text: string) => string) => (text: string) =>
	Array.from({ length: count }).reduce((written: string) => write(written), text);

const WRITTEN: Array<[string, (text: string) => string]> = [
	['percent-encoded', percent],
	['percent-encoded twice', times(2, percent)],
	['encoded for a URL twice', times(2, encodeURIComponent)],
	['encoded for a URL three times', times(3, encodeURIComponent)],
	['encoded for a URL eight times', times(8, encodeURIComponent)],
	['as decimal entities', decimal],
	['as hexadecimal entities', hexadecimal],
	['as entities in HTML in HTML', (text) => decimal(text).replaceAll('&', '&amp;')],
	['as JSON escapes', unicode],
	['as JSON in JSON', (text) => json(unicode(text))],
	['as JSON in JSON in JSON', (text) => json(json(unicode(text)))],
	['as JSON in a URL in HTML', (text) => decimal(percent(unicode(text)))],
	['with invisible characters', (text) => [...text].join('\u200b')],
	['with soft hyphens', (text) => [...text].join('\u00ad')],
	[
		'in full width',
		(text) => text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
	],
	['in capitals', (text) => text.toUpperCase()],
	['decomposed', (text) => text.normalize('NFD')],
];

describe('a value goes from a message, however it is written:', () => {
	describe.each(WRITTEN)('%s', (_, write) => {
		test.each<[Withheld, string]>([
			['email', 'bob@example.com'],
			['hash', "o'brien+chat@example.co.uk"],
			['ip', '203.0.113.9'],
			['ip', '2001:db8::7'],
			['name', 'Zoë O’Brien'],
			['name', '김철수'],
			['name', 'Владимир Ильин'],
			['name', 'Al "Ace" & Bo'],
		])('%s %s', async (kind, value) => {
			const visitor = kind === 'name' ? { name: value } : {};
			expect(await messageOf(`so (${write(value)}) it is`, kind, visitor)).toBe(`so (${W}) it is`);
		});
	});

	test.each([
		['an at sign', 'bob&#64;example.com'],
		['an at sign by name', 'bob&commat;example&period;com'],
		['an at sign under percents', 'bob%252540example.com'],
		['an at sign in JSON', 'bob\\u0040example.com'],
		['an at sign in JSON in JSON', 'bob\\\\u0040example.com'],
		['JavaScript’s old escapes', 'bob%u0040example.com'],
		['JavaScript’s escapes', 'bob\\x40example.com'],
	])('%s', async (_, message) => {
		expect(await messageOf(`so ${message}.`, 'email')).toBe(`so ${W}.`);
	});

	test.each([
		["O'Brien", 'O’Brien'],
		["O'Brien", 'O&#39;Brien'],
		["O'Brien", 'O&rsquo;Brien'],
		['O’Brien', "O'Brien"],
		['Tom & Jerry', 'Tom &amp; Jerry'],
		['Tom & Jerry', 'Tom &amp;amp; Jerry'],
		['Bob Smith', 'Bob\u00a0Smith'],
		['Bob Smith', 'Bob  Smith'],
		['Bob Smith', 'Bob\nSmith'],
		['Bob Smith', 'Bob\r\n\tSmith'],
		['Bob Smith', 'Bob&nbsp;Smith'],
		['Bob Smith', 'Bob+Smith'],
		['Bob Smith', 'bob-smith'],
		['Bob  Smith', 'Bob Smith'],
		['Jean-Luc', 'Jean‐Luc'],
		['Jean–Luc', 'Jean-Luc'],
		['Straße', 'STRASSE'],
		['İpek', 'ipek'],
		['Jos&eacute;', 'José'],
		['José', 'Jos&eacute;'],
		['José Núñez', 'Jose Nunez'],
		['Nguyen', 'Nguyễn'],
		['Семёнов', 'семенов'],
		['Jose', 'Jose\u0301'],
		['ﬁona', 'fiona'],
		['Al "Ace" Bo', 'Al “Ace” Bo'],
	])('the name %s as %j', async (name, message) => {
		expect(await messageOf(`so ${message}.`, 'name', { name })).toBe(`so ${W}.`);
	});

	test('a name that is an address, with its host in punycode', async () => {
		const visitor = { name: 'bob@пример.рф' };
		expect(await messageOf('so bob@xn--e1afmkfd.xn--p1ai.', 'name', visitor)).toBe(`so ${W}.`);
	});
});

const STRUCTURED = {
	eventId: `chatlio-${'0'.repeat(64)}`,
	conversationId: 'e3d1800d-2d9e-1',
	channel: { id: 'C1-the.http', slackId: 'C.1', slackTeamId: 'T-1' },
	transcript: {
		archiveUrl: 'https://slack.example/archives/C1/p1469725409000005',
		messages: [
			{ ts: '1469725409.000005', sentAt: RECEIVED_AT, authorId: 'U-1.', fromVisitor: false },
		],
	},
};

const VISITOR = {
	id: '2d3f4260-2235-903b-0a82-a23d326cc257',
	userId: '1',
	page: 'http://www.example.com/the/bob-1?http=1&the=2#top',
	referrer: 'https://example.com/info/',
	userAgent: 'Mozilla/5.0 (X11; Linux) Chrome/120.0.0.0 Safari/537.36',
	firstSeenAt: RECEIVED_AT,
};

describe('a visitor who is called', () => {
	test.each([
		'-',
		'.',
		'1',
		'http',
		'The',
		'you',
		'info',
		'2',
		'4260',
		'李',
		'👍',
		':/',
		'Ｗww',
		' - ',
	])('%s damages nothing', async (name) => {
		const message = 'You and the http page - 1. 2, info.';
		const plain = await map({ ...STRUCTURED, message, visitor: VISITOR }, 'name');
		const named = await map({ ...STRUCTURED, message, visitor: { ...VISITOR, name } }, 'name');
		expect(named.record).toEqual(plain.record);
		expect(named.chatlio.visitor).not.toHaveProperty('name');
		expect(plain.hints).toEqual([]);
		expect(named.hints).toEqual([
			expect.stringContaining('Texts not searched for a name or another withheld value: 1 event'),
		]);
	});

	test.each(['e3d1800d', 'slack', 'bob', 'example', 'chatlio', 'archives', 'C1', 'top1'])(
		'%s loses it from texts only',
		async (name) => {
			const message = `I am ${name}.`;
			const plain = await map({ ...STRUCTURED, visitor: VISITOR }, 'name');
			const named = await map({ ...STRUCTURED, message, visitor: { ...VISITOR, name } }, 'name');
			const { message: left, ...rest } = named.chatlio;
			expect(left).toBe(`I am ${W}.`);
			expect({ ...named.record, _acme: { chatlio: rest } }).toEqual(plain.record);
		},
	);
});

describe('a URL', () => {
	const pageOf = async (page: string, withheld: Withheld, visitor: object = {}) => {
		const { record } = await map({ visitor: { ...visitor, page } }, withheld);
		return (record.web as { webPageDetails: { URL: string } }).webPageDetails.URL;
	};

	test.each<[Withheld, string, string]>([
		['email', 'https://a.example/?m=bob%2540example.com&x=1', `https://a.example/?m=${W}&x=1`],
		[
			'email',
			'https://a.example/?x=I%20am%20bob@example.com',
			`https://a.example/?x=I%20am%20${W}`,
		],
		['email', 'https://a.example/#/u/bob%40example.com', `https://a.example/#/u/${W}`],
		['email', 'https://a.example/?bob@example.com=1', `https://a.example/?${W}=1`],
		['ip', 'https://203.0.113.9/?ip=203.0.113.9', `https://203.0.113.9/?ip=${W}`],
		['ip', '/?ip=2001%3Adb8%3A%3A7&a=b', `/?ip=${W}&a=b`],
		[
			'name',
			'https://bob.example/bob?bob=1&q=bob#bob',
			`https://bob.example/bob?bob=1&q=${W}#${W}`,
		],
	])('loses a withheld %s from %s only in its values', async (withheld, page, left) => {
		expect(await pageOf(page, withheld, { name: 'bob' })).toBe(left);
	});
});

describe('traits', () => {
	const traitsOf = async (traits: object, withheld: Withheld) =>
		((await map({ visitor: { id: 'v', traits } }, withheld)).chatlio.visitor as IDataObject).traits;

	test.each<[Withheld, string, object, object | undefined]>([
		['ip', 'client_ip', { client_ip: 'x', a: 'b' }, { a: 'b' }],
		['ip', 'last_login_ip', { last_login_ip: '203.0.113.9', a: 'b' }, { a: 'b' }],
		['ip', 'lastLoginIp', { lastLoginIp: 'x', a: 'b' }, { a: 'b' }],
		['ip', 'IP addresses', { 'IP addresses': ['x', 'y'], a: 'b' }, { a: 'b' }],
		['ip', 'nested', { nested: { ip: 'x', plan: 'pro' } }, { nested: '{"plan":"pro"}' }],
		['ip', 'nested twice', { a: [{ b: { remoteIP: 1, c: 2 } }] }, { a: '[{"b":{"c":2}}]' }],
		['ip', 'a port', { seen: '203.0.113.9:51234', ship: 'x' }, { seen: `${W}:51234`, ship: 'x' }],
		['hash', 'nested', { nested: { email: 'x', plan: 'pro' } }, { nested: '{"plan":"pro"}' }],
		[
			'hash',
			'a list of addresses',
			{ contact: 'a@example.com, b@example.com', a: 'b' },
			{ a: 'b' },
		],
		[
			'hash',
			'a list',
			{ contacts: ['a@example.com', 'Bo'], a: 'b' },
			{ contacts: `["${W}","Bo"]`, a: 'b' },
		],
		['hash', 'work_email', { work_email: 'x', emails: ['y'], eMail: 'z', a: 'b' }, { a: 'b' }],
		['email', 'email_plan', { email_plan: 'weekly' }, { email_plan: 'weekly' }],
		[
			'email',
			'JSON text',
			{ text: '[{"email":"bob\\u0040example.com"}]' },
			{ text: `[{"email":"${W}"}]` },
		],
		['email', 'a name', { 'bob@example.com': 1, a: 'b' }, { a: 'b' }],
		[
			'name',
			'customerFirstName',
			{ customerFirstName: 'Bo', company_name: 'Acme' },
			{ company_name: 'Acme' },
		],
		[
			'name',
			'a text',
			{ user: { last_name: 'Quell' }, note: 'Ms. Quell' },
			{ user: '{}', note: `Ms. ${W}` },
		],
	])('lose a withheld %s: %s', async (withheld, _, traits, left) => {
		expect(await traitsOf(traits, withheld)).toEqual(left);
	});
});
