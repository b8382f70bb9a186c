import { freePort } from '../../playground/ports.mts';
import { runCommand } from '../harness/command.mts';
import { freshCopy } from '../harness/freshCopy.mts';

/** Both commands of the README, in a copy of what a clone holds and an empty home directory. */
const place = freshCopy();

afterAll(place.remove);

test('On a fresh clone npm start -- --once ends with “5 of 5 Chatlio events arrived as valid XDM” and exit 0, in an empty home directory', async () => {
	const ports = ['--port', `${await freePort()}`, '--emulator-port', `${await freePort()}`];
	const { code, output, lastLine } = await runCommand(
		['npm', 'start', '--', '--once', ...ports],
		place,
	);
	expect({ code, lastLine, output }).toEqual({
		code: 0,
		lastLine: '5 of 5 Chatlio events arrived as valid XDM',
		output: expect.any(String),
	});
}, 240_000);

test('npm test passes on a fresh clone in an empty home directory, tried with a part of the tests', async () => {
	const { code, output, lastLine } = await runCommand(
		['npm', 'test', '--', 'test/unit/chatlio'],
		place,
	);
	expect({ code, lastLine, output }).toEqual({
		code: 0,
		lastLine: expect.stringMatching(/^\d+ passed, 0 failed$/),
		output: expect.any(String),
	});
}, 600_000);
