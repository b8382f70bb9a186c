import { createHash, randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { NotComputable } from '../notComputable.mts';
import { toText } from '../values.mts';
import { fn, nullable, orElse, type DataPrepFunction, type FunctionTable } from './table.mts';

/** Encodes characters up to a code as single bytes; others become a question mark, as in Java. */
const singleBytes = (highest: number) => (text: string) =>
	Buffer.from(
		[...text].map((char) => (char.codePointAt(0)! <= highest ? char.codePointAt(0)! : 63)),
	);

/** Java's UTF-16 is big-endian with a byte order mark. */
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();

/** Source: Adobe, "Data Prep mapping functions", hashing functions. */
const CHARSETS: Record<string, (text: string) => Buffer> = {
	'UTF-8': (text) => Buffer.from(text, 'utf8'),
	'UTF-16': utf16,
	'ISO-8859-1': singleBytes(0xff),
	'US-ASCII': singleBytes(0x7f),
};

function encode(input: unknown, charset: unknown): Buffer {
	const name = toText(orElse(charset, 'UTF-8')).toUpperCase();
	if (!Object.hasOwn(CHARSETS, name)) {
		throw new NotComputable(
			`"${name.slice(0, 60)}" is none of the character sets ${Object.keys(CHARSETS).join(', ')}`,
		);
	}
	return CHARSETS[name](toText(input));
}

const hash = (algorithm: string): DataPrepFunction =>
	fn([1, 2], ([input, charset]) =>
		createHash(algorithm).update(encode(input, charset)).digest('hex'),
	);

/** Two runs return two IDs, so it is not useful for an event's "_id". */
const uuid = nullable([0, 0], () => randomUUID());

export const hashes: FunctionTable = {
	md5: hash('md5'),
	sha1: hash('sha1'),
	sha256: hash('sha256'),
	sha512: hash('sha512'),
	// Lowest byte first: "8df92e80" is Adobe's own sample for "my text".
	crc32: fn([1, 2], ([input, charset]) => {
		const sum = Buffer.alloc(4);
		sum.writeUInt32LE(crc32(encode(input, charset)));
		return sum.toString('hex');
	}),
	uuid,
	guid: uuid,
};
