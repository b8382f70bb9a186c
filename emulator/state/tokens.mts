import type { DatabaseSync } from 'node:sqlite';
import { CLIENT_ID, ORG_ID } from '../account.mts';
import { hex, uuid } from '../ids.mts';

/** The issued access tokens, and the number of token requests. */
export class Tokens {
	readonly #database: DatabaseSync;

	constructor(database: DatabaseSync) {
		this.#database = database;
	}

	/** Issues a token that looks like Adobe's (three parts, base64url) and is valid for `seconds`. */
	issue(scope: string, seconds: number, now: number): string {
		const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const header = part({ alg: 'RS256', x5u: 'ims_na1-key-at-1.cer', kid: 'ims_na1-key-at-1' });
		const payload = part({
			id: `${now}_${uuid()}_ue1`,
			org: ORG_ID,
			type: 'access_token',
			client_id: CLIENT_ID,
			as: 'ims-na1',
			created_at: String(now),
			expires_in: String(seconds * 1000),
			scope,
		});
		const token = `${header}.${payload}.${Buffer.from(hex(64)).toString('base64url')}`;
		this.#database.prepare('INSERT INTO tokens VALUES (?, ?)').run(token, now + seconds * 1000);
		return token;
	}

	isValid(token: string, now: number): boolean {
		const row = this.#database.prepare('SELECT expiresAt FROM tokens WHERE token = ?').get(token);
		return row !== undefined && Number(row.expiresAt) > now;
	}

	/** Expires every token issued so far, as if a day had passed. */
	expireAll(now: number): void {
		this.#database.prepare('UPDATE tokens SET expiresAt = min(expiresAt, ?)').run(now);
	}

	/** Deletes every token issued so far. */
	revokeAll(): void {
		this.#database.exec('DELETE FROM tokens');
	}

	count(name: 'tokenRequests' | 'tokensRefused'): void {
		this.#database
			.prepare(
				'INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1',
			)
			.run(name);
	}

	/** Returns the number of token requests, of rejected ones, and of currently valid tokens. */
	totals(now: number): { requests: number; refused: number; valid: number } {
		const counter = (name: string) =>
			Number(
				this.#database.prepare('SELECT value FROM counters WHERE name = ?').get(name)?.value ?? 0,
			);
		const valid = this.#database
			.prepare('SELECT count(*) AS n FROM tokens WHERE expiresAt > ?')
			.get(now);
		return {
			requests: counter('tokenRequests'),
			refused: counter('tokensRefused'),
			valid: Number(valid?.n),
		};
	}
}
