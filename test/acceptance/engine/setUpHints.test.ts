import type { INodeParameters, OnError } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { ADOBE, adobeRow, resetEmulator } from '../../harness/adobe';
import { platformRegistry } from '../../harness/experiencePlatform';
import { runNode } from '../../harness/n8n';

const ZONE = 'Asia/Kolkata';

let adobe: Emulator;

beforeAll(async () => (adobe = await startEmulator()));
afterAll(async () => await adobe?.stop());
beforeEach(async () => await resetEmulator(adobe));

async function run(operation: string, parameters: INodeParameters, onError?: OnError) {
	const { output, hints, error } = await runNode({
		registry: platformRegistry,
		type: 'adobeExperiencePlatform',
		parameters: { resource: 'chatlioSource', operation, name: 'Shop', ...parameters },
		credentials: { [ADOBE]: adobeRow(adobe.url) },
		input: [{ json: {} }],
		node: { onError },
		timezone: ZONE,
	});
	expect(error).toBeUndefined();
	return { hints, rows: output().map(({ json }) => json) };
}

const xdm = { deliveryRoute: 'xdm', createNamespaces: true };
const raw = { deliveryRoute: 'raw', inlet: 'open', createNamespaces: true };
const direct = { deliveryRoute: 'direct', inlet: 'open', createNamespaces: true };
const custom = (...names: string[]) => ({
	customFields: { field: names.map((name) => ({ name, type: 'integer' })) },
});

const ALL =
	'the identity namespace "ChatlioVisitor", the field group "Shop Fields", the schema "Shop Events", the dataset "Shop Events", 3 connections, the dataflow "Shop XDM" and 19 usage labels';
const NEXT = 'enter the Production URLs of the Chatlio Trigger in Chatlio.';
const NOT_IN_PROFILE =
	'Not enabled for Profile. Once the records look right, turn on Enable for Profile and run Set Up again. This is permanent.';

/** A time as clocks in the zone show it, at the next full minute. */
const clock = (iso: unknown) => {
	const minute = Math.ceil(Date.parse(String(iso)) / 60_000) * 60_000;
	// 5:30 ahead of UTC all year.
	return new Date(minute + 330 * 60_000).toISOString().slice(11, 16);
};

describe('Set Up', () => {
	it('says what it created, when it is ready, and what is next', async () => {
		const { hints, rows } = await run('setUp', xdm);
		expect(hints).toEqual([
			`Created ${ALL}. Ready at ${clock(rows[0].readyAt)} (${ZONE}): Adobe Platform Streaming waits until then.`,
			NOT_IN_PROFILE,
			`Next: publish the workflow, and ${NEXT}`,
		]);
	});

	it('says that everything was found and nothing changed', async () => {
		const {
			rows: [{ flowId }],
		} = await run('setUp', xdm);
		await adobe.control.ageFlow(String(flowId));
		const { hints } = await run('setUp', xdm);
		expect(hints).toEqual([
			`Everything was found, and nothing changed: ${ALL}. Ready to receive events.`,
			NOT_IN_PROFILE,
		]);
	});

	it('says what it found beside what it created on another route', async () => {
		await run('setUp', xdm);
		const [what, , next] = (await run('setUp', raw)).hints;
		expect(what).toContain(
			'Created 3 connections, the mapping set "Shop Raw Mapping" and the dataflow "Shop Raw". Found the identity namespace "ChatlioVisitor", the field group "Shop Fields", the schema "Shop Events", the dataset "Shop Events" and 19 usage labels.',
		);
		expect(next).toBe(`Next: publish the workflow, and ${NEXT}`);
	});

	it('says which custom fields wait to be filled, and where', async () => {
		const { hints } = await run('setUp', { ...xdm, ...custom('leadScore', 'tier') });
		expect(hints[2]).toBe(
			`Next: fill the custom fields leadScore and tier in Chatlio to XDM, publish the workflow, and ${NEXT}`,
		);
		const later = await run('setUp', { ...xdm, ...custom('leadScore', 'topics') });
		expect(later.hints[0]).toMatch(/^Changed the field group "Shop Fields"\. Found /);
		expect(later.hints[2]).toContain('fill the custom field topics in Chatlio to XDM');
		const onRaw = await run('setUp', { ...raw, ...custom('mood') });
		expect(onRaw.hints[2]).toContain(
			'Next: add the custom field mood to the items, in an object named custom, publish',
		);
	});

	it('says which URLs Chatlio needs if it posts to Adobe itself', async () => {
		const { hints } = await run('setUp', direct);
		expect(hints[0]).toContain('the 5 dataflows "Shop Chat Transcript", "Shop ');
		expect(hints[0]).toMatch(/Ready at \d\d:\d\d \(Asia\/Kolkata\): until then, Adobe may lose/);
		expect(hints[2]).toBe(
			'Next: enter each chatlioUrl in Chatlio, in your widget under Behavior > Webhooks and post-chat actions.',
		);
	});

	it('says that the events go to Profile, also if it was enabled before', async () => {
		const { hints } = await run('setUp', { ...xdm, profile: true });
		expect(hints[0]).toContain('Enabled for Profile.');
		expect(hints.join()).not.toContain('Not enabled');
		const again = await run('setUp', xdm);
		expect(again.hints).toHaveLength(1);
		expect(again.hints[0]).toContain('Enabled for Profile.');
	});

	it('says which dataflow is off', async () => {
		const {
			rows: [{ flowId }],
		} = await run('setUp', xdm);
		await adobe.control.setFlowState(String(flowId), 'disabled');
		const { hints } = await run('setUp', xdm);
		expect(hints[1]).toBe(
			'The dataflow "Shop XDM" is disabled: Adobe drops what is sent to it. Turn it on with Dataflow: Enable.',
		);
		expect(hints[0]).not.toContain('Ready');
	});
});

describe('Preview', () => {
	it('says what Set Up would do', async () => {
		expect((await run('preview', xdm)).hints).toEqual([
			`Nothing was written. Set Up would create ${ALL}.`,
		]);
		await run('setUp', xdm);
		expect((await run('preview', xdm)).hints).toEqual([
			`Nothing was written. Set Up would find everything and change nothing: ${ALL}.`,
		]);
		const [more] = (await run('preview', { ...xdm, ...custom('leadScore') })).hints;
		expect(more).toMatch(
			/^Nothing was written\. Set Up would change the field group "Shop Fields"\. It would keep the identity namespace /,
		);
	});
});

describe('Remove', () => {
	const confirmed = { confirmName: 'Shop' };

	it('says what is gone, what stays, and why', async () => {
		await run('setUp', raw);
		expect((await run('remove', confirmed)).hints).toEqual([
			'Removed the dataflow "Shop Raw", 3 connections, the dataset "Shop Events", 19 usage labels, the schema "Shop Events" and the field group "Shop Fields". Adobe cannot delete the mapping set "Shop Raw Mapping" and the identity namespace "ChatlioVisitor".',
		]);
		expect((await run('remove', confirmed)).hints).toEqual([
			'Nothing was left to remove under the name "Shop". Adobe cannot delete the mapping set "Shop Raw Mapping" and the identity namespace "ChatlioVisitor".',
		]);
	});

	it('says that there is nothing of the name', async () => {
		expect((await run('remove', confirmed)).hints).toEqual([
			'Nothing was found under the name "Shop".',
		]);
	});

	it('says what is kept on purpose', async () => {
		await run('setUp', { ...xdm, profile: true });
		const [what] = (await run('remove', confirmed)).hints;
		expect(what).toContain('Kept the schema "Shop Events"');
	});

	it('says what Adobe did not delete', async () => {
		await run('setUp', xdm);
		const action = { status: 409 };
		await adobe.control.fault({
			match: { method: 'DELETE', path: '/dataSets/' },
			times: 0,
			action,
		});
		const { hints } = await run('remove', confirmed, 'continueErrorOutput');
		expect(hints[1]).toBe(
			'Not removed: the dataset "Shop Events", the schema "Shop Events" and the field group "Shop Fields". Each has its reason. Run Remove again: it continues from there.',
		);
		await adobe.control.clearFaults();
	});
});
