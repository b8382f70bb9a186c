import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** The certificate authority of the tests, valid until 2126. Nothing outside of the tests trusts it. */
const AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIBiTCCAS+gAwIBAgIUW3reKw49Y0Nq12x6AtyYQrcz2powCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTMwMDIxNDM5WhgPMjEy
NjExMDYwMjE0MzlaMBkxFzAVBgNVBAMMDlRlc3QgYXV0aG9yaXR5MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEmvYXZsaeHZZX2Ahprroanzrn+QJFgOEv9Tm5jYw7
pAFAbALXP+3INVA6kP+oQhNzAuLvklxcaSHzqjODijGnAqNTMFEwHQYDVR0OBBYE
FKmGZQSGC72r7q2E0FhEeGrkvgWwMB8GA1UdIwQYMBaAFKmGZQSGC72r7q2E0FhE
eGrkvgWwMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgOL+lwfP4
g9jlSOtSdQiyCwShvW5gPiKbnfhbSDO1DvACIQDEDZQytDgxbie+UmDiNizO6g+S
PyGfFNA1EGYSRXEtQQ==
-----END CERTIFICATE-----`;

/** The key of each certificate below: a secret of nobody. */
const KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEILOTN8KyH8TWPJZRmOJjS1nsi34nV0EP1YmynlVV8+x7oAoGCCqGSM49
AwEHoUQDQgAE3iq0CxDOYfjaQqqgXVeT0X8SdDUK/ERSfpMGCBRPKc/JTEZJWXhC
Btr+l6lLGG2Pg6IN0HWJjuBXPeQAsm5hvQ==
-----END EC PRIVATE KEY-----`;

/** Certificates that the authority has signed. */
export const CERTIFICATES = {
	/** For 127.0.0.1, from 2020 to 2120. */
	good: `-----BEGIN CERTIFICATE-----
MIIBcDCCARegAwIBAgIBBDAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5UZXN0IGF1
dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAG
A1UEAwwJMTI3LjAuMC4xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE3iq0CxDO
YfjaQqqgXVeT0X8SdDUK/ERSfpMGCBRPKc/JTEZJWXhCBtr+l6lLGG2Pg6IN0HWJ
juBXPeQAsm5hvaNTMFEwDwYDVR0RBAgwBocEfwAAATAdBgNVHQ4EFgQUxpXF6Xch
3x3h+0fyXitd304vgXowHwYDVR0jBBgwFoAUqYZlBIYLvavurYTQWER4auS+BbAw
CgYIKoZIzj0EAwIDRwAwRAIgZhdFx6S3fyYytyLO7CeEGMdSt8YbieOTk7zuXZXm
sm4CIBwWUkv0ooMgzoA1a70eYAzAjB+k3zzr67+rWV3xRWPx
-----END CERTIFICATE-----`,
	/** For 127.0.0.1, in 2020. */
	expired: `-----BEGIN CERTIFICATE-----
MIIBbjCCARWgAwIBAgIBATAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5UZXN0IGF1
dGhvcml0eTAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBQxEjAQBgNV
BAMMCTEyNy4wLjAuMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABN4qtAsQzmH4
2kKqoF1Xk9F/EnQ1CvxEUn6TBggUTynPyUxGSVl4Qgba/pepSxhtj4OiDdB1iY7g
Vz3kALJuYb2jUzBRMA8GA1UdEQQIMAaHBH8AAAEwHQYDVR0OBBYEFMaVxel3Id8d
4ftH8l4rXd9OL4F6MB8GA1UdIwQYMBaAFKmGZQSGC72r7q2E0FhEeGrkvgWwMAoG
CCqGSM49BAMCA0cAMEQCIGOoPXUuUU4dapTIKxjU2ec6IQEX6Mt3534pKiLp0VCu
AiB1NCR46d9aux7dsBLJvzkjdqGE9xRfCF4kr4ivukwxcw==
-----END CERTIFICATE-----`,
	/** For 127.0.0.1, from 2120 on. */
	notYet: `-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIBAjAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5UZXN0IGF1
dGhvcml0eTAiGA8yMTIwMDEwMTAwMDAwMFoYDzIxMjEwMTAxMDAwMDAwWjAUMRIw
EAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATeKrQL
EM5h+NpCqqBdV5PRfxJ0NQr8RFJ+kwYIFE8pz8lMRklZeEIG2v6XqUsYbY+Dog3Q
dYmO4Fc95ACybmG9o1MwUTAPBgNVHREECDAGhwR/AAABMB0GA1UdDgQWBBTGlcXp
dyHfHeH7R/JeK13fTi+BejAfBgNVHSMEGDAWgBSphmUEhgu9q+6thNBYRHhq5L4F
sDAKBggqhkjOPQQDAgNIADBFAiAOOAhdWa4AcYWSsUkjDQwNQPv2SiiyWln0+h//
XF+AXAIhAOKcv3R95jEka8jp/VMxP8ZrorsUoICP82T9Wv2rnQqZ
-----END CERTIFICATE-----`,
	/** For example.com, from 2020 to 2120. */
	otherHost: `-----BEGIN CERTIFICATE-----
MIIBeTCCASCgAwIBAgIBAzAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5UZXN0IGF1
dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFjEUMBIG
A1UEAwwLZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATeKrQL
EM5h+NpCqqBdV5PRfxJ0NQr8RFJ+kwYIFE8pz8lMRklZeEIG2v6XqUsYbY+Dog3Q
dYmO4Fc95ACybmG9o1owWDAWBgNVHREEDzANggtleGFtcGxlLmNvbTAdBgNVHQ4E
FgQUxpXF6Xch3x3h+0fyXitd304vgXowHwYDVR0jBBgwFoAUqYZlBIYLvavurYTQ
WER4auS+BbAwCgYIKoZIzj0EAwIDRwAwRAIgYpHtixT6oIx9csMbkZW11pP9K7DL
kyg4k5BEJmIylAcCIEvnlhnxWisVKorW846LTFx4LqqiQeBIusp6xA9i75tM
-----END CERTIFICATE-----`,
};

/** Makes this process trust the authority until the returned function is called. */
export function trustAuthority(): () => void {
	const before = getCACertificates('default');
	setDefaultCACertificates([...before, AUTHORITY]);
	return () => setDefaultCACertificates(before);
}

/** An HTTPS server with a certificate that accepts batches of one message. */
export async function tlsServer(cert: string) {
	const seen = { connections: 0, requests: 0 };
	const server = createServer({ key: KEY, cert }, (request, response) => {
		seen.requests += 1;
		const xactionId = '9341f8eb-494a-4c89-9879-4d06a58d2dc7-0';
		request.resume().on('end', () => {
			response.writeHead(207, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ responses: [{ xactionId }] }));
		});
	});
	server.on('connection', () => (seen.connections += 1));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
		seen,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
