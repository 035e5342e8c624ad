import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  {
    ignores: ['build/', '.svelte-kit/', 'node_modules/', 'data/', 'generated/', 'src/ui/sentences/', 'project.inlang/'],
  },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'no-undef': 'off',
      eqeqeq: 'error',
    },
  },
  { files: ['src/platform/**'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  { files: ['src/**'], ignores: ['src/platform/log*.ts'], rules: { 'no-console': 'error' } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Addresses here are few, literal and served from the root; paths.base is not used.
      'svelte/no-navigation-without-resolve': 'off',
      // A page's policy refuses style attributes that come with the markup (see vite.config.ts).
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
    },
  },
);
