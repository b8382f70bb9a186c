// n8n-core reads these when it is first required: it stays away from the user's own n8n folder.
const { tmpdir } = require('node:os');
const { join } = require('node:path');

// Of this worker alone: other runs on this machine have workers of the same number.
process.env.N8N_USER_FOLDER = join(tmpdir(), `n8n-test-${process.pid}`);
process.env.N8N_ENCRYPTION_KEY = 'test-only';
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS = 'false';
