import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';

/** Ways to compress, by their name in `content-encoding`; fast rather than small. */
export const compressed = {
	gzip: (text: string) => gzipSync(text, { level: 1 }),
	deflate: (text: string) => deflateSync(text, { level: 1 }),
	br: (text: string) =>
		brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
};
