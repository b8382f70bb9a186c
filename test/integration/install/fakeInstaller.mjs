// An npm and a bun that install empty packages: node fakeInstaller.mjs npm|bun THEIR OPTIONS. FAKE_CALLS is a file that
// gets a line for each install. FAKE_TROUBLE is what happens instead, in the folder FAKE_FOLDER.
import {
	appendFileSync,
	chmodSync,
	mkdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const [program, command, ...options] = process.argv.slice(2);
const { FAKE_CALLS, FAKE_FOLDER, FAKE_TROUBLE } = process.env;
const folder = basename(process.cwd());

const troubles = {
	offline: () => fail('code EAI_AGAIN'),
	full: () => fail('code ENOSPC'),
	// A package that npm can do without.
	fullButOptional: () => console.error('npm warn tar TAR_ENTRY_ERROR ENOSPC'),
	broken: () => fail('Segmentation fault'),
	waiting: () => {
		// Half a tree, for good.
		installPackage('node_modules/half', '1.0.0');
		appendFileSync(FAKE_CALLS, `waiting ${process.pid}\n`);
		setInterval(() => {}, 1000);
	},
};

function fail(message) {
	console.error(`error ${message}`);
	process.exit(1);
}

function write(file, text) {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
}

function installPackage(path, version) {
	const name = basename(path);
	write(join(path, 'package.json'), JSON.stringify({ name, version }));
	if (name.startsWith('node-')) {
		mkdirSync(join(path, 'bin'), { recursive: true });
		symlinkSync(process.execPath, join(path, 'bin', 'node'));
	}
	if (name.startsWith('bun-')) {
		const bun = join(path, 'bin', 'bun');
		const { execPath, argv } = process;
		write(bun, `#!/bin/sh\nexec "${execPath}" "${argv[1]}" bun "$@"\n`);
		chmodSync(bun, 0o755);
	}
	const binary = "'build/Release/node_sqlite3.node'";
	if (name === 'sqlite3')
		write(
			join(path, 'index.js'),
			`exports.Database = class {
				constructor() { require('fs').readFileSync(require('path').join(__dirname, ${binary})); }
				close() {}
			};`,
		);
	if (name === 'prebuild-install')
		write(
			join(path, 'bin.js'),
			`const fs = require('fs');
			fs.appendFileSync(process.env.FAKE_CALLS, 'prebuilt sqlite3\\n');
			fs.mkdirSync('build/Release', { recursive: true });
			fs.writeFileSync(${binary}, '');`,
		);
}

/** Installs what a manifest without a lock file asks for; n8n brings its database driver along. */
function installManifest() {
	const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
	const names = Object.keys(dependencies);
	const all = names.includes('n8n') ? [...names, 'sqlite3', 'prebuild-install'] : names;
	for (const name of all) installPackage(`node_modules/${name}`, dependencies[name] ?? '1.0.0');
}

function installAll() {
	const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
	const forThisMachine = Object.entries(packages).filter(
		([path, { os }]) => path !== '' && (!os || os === process.platform),
	);
	for (const [path, { version }] of forThisMachine) installPackage(path, version);
	return Object.fromEntries(forThisMachine);
}

if (program === 'npm' && command === 'config') {
	console.log(JSON.stringify({ registry: 'https://registry.example/', cafile: null }));
} else if (program === 'npm' && command === 'ping') {
	if (FAKE_TROUBLE === 'offline') troubles.offline();
} else if (program === 'npm' && command === 'view') {
	console.log(JSON.stringify({ 'n8n-core': '2.0.1', 'n8n-workflow': '2.0.2' }));
} else if (program === 'npm' && command === 'install') {
	appendFileSync(FAKE_CALLS, `npm install in ${folder}\n`);
	if (folder === FAKE_FOLDER) troubles[FAKE_TROUBLE]();
	else installManifest();
} else if (command === 'ci' || command === 'install') {
	const flags = program === 'bun' ? options : [];
	appendFileSync(FAKE_CALLS, `${[program, command, ...flags].join(' ')} in ${folder}\n`);
	rmSync('node_modules', { recursive: true, force: true });
	if (folder === FAKE_FOLDER) troubles[FAKE_TROUBLE]();
	else {
		const packages = installAll();
		if (program === 'npm') write('node_modules/.package-lock.json', JSON.stringify({ packages }));
	}
}
