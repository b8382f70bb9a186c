// The lint of what runs outside n8n (emulator, playground, benchmark, test helpers): n8n's own rules cover *.ts.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: ['dist', '**/*.ts'] },
	{
		files: ['**/*.{mts,mjs,js}'],
		extends: [js.configs.recommended, tseslint.configs.recommended],
		rules: {
			'no-undef': 'off', // TypeScript knows better for .mts; .mjs and .js use Node's globals
			'@typescript-eslint/consistent-type-imports': 'error',
			eqeqeq: 'error',
			'prefer-const': 'error',
		},
	},
	{ files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
