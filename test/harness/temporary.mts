import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new empty folder. */
export const temporaryFolder = () => fs.mkdtempSync(join(tmpdir(), 'test-'));
