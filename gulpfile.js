const { rm } = require('node:fs/promises');
const { dest, src, task } = require('gulp');

// The two jobs tsc does not do.
task('clean', () => rm('dist', { recursive: true, force: true }));

// gulp 5 decodes files as UTF-8 unless told not to; icons are copied byte for byte.
task('build:icons', () => src('icons/**/*.svg', { encoding: false }).pipe(dest('dist/icons')));
