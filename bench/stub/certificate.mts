import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Certificate {
	/** Paths of the files. */
	key: string;
	certificate: string;
	remove: () => void;
}

/** Creates a key and a certificate for 127.0.0.1, with the openssl of Linux and macOS. */
export async function makeCertificate(): Promise<Certificate> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-tls-'));
	const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
	// P-256, like large services.
	const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
	const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
	await run('openssl', [
		...['req', '-x509', '-days', '2'],
		...kind,
		...names,
		...['-keyout', key, '-out', certificate],
	]);
	return { key, certificate, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
