import { startN8n } from '../../playground/n8n.mts';
import { NO_EDITOR } from '../../playground/n8nProgram.mts';
import { n8nFolder } from '../harness/n8nFolder.mts';
import { ownN8n } from '../harness/ownN8n.mts';
import { addresses } from '../harness/running.mts';
import { temporaryFolder } from '../harness/temporary.mts';
import { until } from '../harness/until.mts';
import { processesIn } from './processesIn.mts';

jest.setTimeout(600_000);

describe('no process is left of an n8n', () => {
	it('that is stopped while it starts', async () => {
		const folder = await n8nFolder();
		const started = folder.start().then(
			() => 'started',
			() => 'ended',
		);
		await until('there is a process', () => processesIn(folder.path).length > 0);
		await folder.remove();
		expect(processesIn(folder.path)).toEqual([]);
		expect(await started).toBe('ended');
	});

	it('that is stopped while it restarts', async () => {
		const own = await ownN8n(NO_EDITOR);
		expect(processesIn(own.folder)).not.toEqual([]);
		const restarted = own.restart(NO_EDITOR).then(
			() => 'restarted',
			() => 'ended',
		);
		await own.stop();
		expect(processesIn(own.folder)).toEqual([]);
		expect(await restarted).toBe('ended');
	});

	it('whose port belongs to another process that answers there', async () => {
		const folder = temporaryFolder();
		const port = Number(new URL(addresses().n8n).port);
		await expect(startN8n({ userFolder: folder.path, port })).rejects.toThrow('is already in use');
		expect(processesIn(folder.path)).toEqual([]);
		folder.remove();
	});
});
