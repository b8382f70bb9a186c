import { freePort } from '../../../playground/ports.mts';
import { runCommand } from '../../harness/command.mts';
import { freshCopy } from '../../harness/freshCopy.mts';

/** Both commands of the README, in a copy of what a clone holds and an empty home directory. */
const place = freshCopy();

afterAll(place.remove);

/** n8n's task broker listens on the port after n8n's. */
const ports = async () => [
	...['--port', `${await freePort(2)}`],
	...['--emulator-port', `${await freePort()}`],
];

/** Runs it and gives its last line; throws with the end of its output when it does not exit with 0. */
async function lastLineOf(...command: string[]): Promise<string> {
	const { code, output, lastLine } = await runCommand(command, place);
	if (code !== 0) throw new Error(`Exit code ${code}:\n${output.slice(-6_000)}`);
	return lastLine;
}

test('On a fresh clone npm start -- --once ends with “5 of 5 Chatlio events arrived as valid XDM” and exit 0, in an empty home directory', async () => {
	expect(await lastLineOf('npm', 'start', '--', '--once', ...(await ports()))).toBe(
		'5 of 5 Chatlio events arrived as valid XDM',
	);
}, 240_000);

test('a second npm start finds the resources of the first one, and ends the same way', async () => {
	expect(await lastLineOf('npm', 'start', '--', '--once', ...(await ports()))).toBe(
		'5 of 5 Chatlio events arrived as valid XDM',
	);
}, 240_000);

test('npm test passes with a part of the tests on a fresh clone in an empty home directory', async () => {
	expect(await lastLineOf('npm', 'test', '--', 'test/unit/chatlio')).toMatch(
		/^\d+ passed, 0 failed$/,
	);
}, 600_000);
