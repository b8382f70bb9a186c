import { createBodyBuffers } from '../../../lib/streaming/bodyBuffers';

describe('memory for bodies', () => {
	it('is used again for a body of nearly the same size', () => {
		const buffers = createBodyBuffers();
		const first = buffers.take(999_700);
		buffers.giveBack(first.subarray(0, 999_700));
		expect(buffers.take(999_990).buffer).toBe(first.buffer);
	});

	it('is never used for two bodies at once', () => {
		const buffers = createBodyBuffers();
		const taken = [1, 2, 3].map(() => buffers.take(1_000).buffer);
		expect(new Set(taken).size).toBe(3);
	});

	it('has room for what is asked', () => {
		const buffers = createBodyBuffers();
		buffers.giveBack(buffers.take(1_000));
		expect(buffers.take(500_000).length).toBeGreaterThanOrEqual(500_000);
	});
});
