import type { DatabaseSync } from 'node:sqlite';
import { SANDBOXES } from './account.mts';
import { Faults } from './control/faults.mts';
import { RequestLog } from './control/requestLog.mts';
import { RateLimits } from './inlet/rateLimits.mts';
import { defaultSettings, type Settings } from './settings.mts';
import { clearDatabase, openDatabase } from './state/database.mts';
import { Documents } from './state/documents.mts';
import { InletCalls } from './state/inletCalls.mts';
import { Inlets } from './state/inlets.mts';
import { Records } from './state/records.mts';
import { Tokens } from './state/tokens.mts';
import { addStandardNamespaces } from './platform/standardNamespaces.mts';
import { SchemaCache } from './platform/schemaCache.mts';

const BATCH_TIMES = ['created', 'started', 'completed', 'updated'];

export interface WorldOptions {
	/** File of the state, or `:memory:`. */
	state: string;
	settings: Partial<Settings>;
	now: () => number;
}

/** Everything the routes share: the state, the settings and the clock. */
export class World {
	readonly database: DatabaseSync;
	readonly documents: Documents;
	readonly inlets: Inlets;
	readonly tokens: Tokens;
	readonly records: Records;
	readonly inletCalls: InletCalls;
	readonly schemas: SchemaCache;
	readonly faults = new Faults();
	readonly requests = new RequestLog();
	readonly limits = new RateLimits();
	readonly now: () => number;
	readonly #startSettings: Settings;
	settings: Settings;

	constructor(options: WorldOptions) {
		this.database = openDatabase(options.state);
		this.documents = new Documents(this.database);
		this.inlets = new Inlets(this.database, this.documents);
		this.tokens = new Tokens(this.database);
		this.records = new Records(this.database);
		this.inletCalls = new InletCalls(this.database);
		this.schemas = new SchemaCache(this.documents);
		this.now = options.now;
		this.#startSettings = { ...defaultSettings, ...options.settings };
		this.settings = { ...this.#startSettings };
		addStandardNamespaces(this.documents);
	}

	/** Makes everything received so far older, as if it had arrived earlier. */
	age(ms: number): void {
		this.records.age(ms);
		this.inletCalls.age(ms);
		for (const { name } of SANDBOXES) {
			for (const batch of this.documents.list('batch', name)) {
				const older = BATCH_TIMES.map((field) => [field, Number(batch[field]) - ms]);
				this.documents.put('batch', name, String(batch.id), {
					...batch,
					...Object.fromEntries(older),
				});
			}
		}
	}

	/** Restores the state of a new emulator, including its initial settings. */
	reset(): void {
		clearDatabase(this.database);
		this.faults.clear();
		this.requests.clear();
		this.limits.clear();
		this.schemas.clear();
		this.settings = { ...this.#startSettings };
		addStandardNamespaces(this.documents);
	}
}
