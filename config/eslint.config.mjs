/**
 * One flat configuration. The import table of the architecture is enforced here: each folder of the companion names
 * what it may import, so that a rule of the domain stays readable without any technology.
 */
import lwcConfig from '@salesforce/eslint-config-lwc';
import slds from '@salesforce-ux/eslint-plugin-slds';
import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Forbids imports that match `regex` in the files of one folder; tests may reach further, as they compose parts. */
const imports = (folder, regex, message) => ({
  files: [`${folder}/**/*.ts`],
  ignores: ['**/*.test.ts', '**/fixtures/**'],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex, message }] }] },
});

const companion = 'companion/src';
const purity = {
  globals: ['process', 'fetch', 'setTimeout', 'setInterval', 'Date', 'crypto', 'console'].map((name) => ({
    name,
    message: 'core is pure: hand it in.',
  })),
  properties: [
    { object: 'Math', property: 'random', message: 'core is pure: hand randomness in.' },
    { object: 'Temporal', property: 'Now', message: 'core is pure: hand the time in.' },
    // An auditor's Node 20 runs the kit.
    ...['Map', 'Object'].map((object) => ({
      object,
      property: 'groupBy',
      message: 'Node 20 does not have it.',
    })),
  ],
};

export default defineConfig([
  globalIgnores(['.local/**', '.sf/**', '.sfdx/**', 'node_modules/**', '**/fixtures/**']),
  {
    files: ['companion/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300 }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: [`${companion}/core/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', ...purity.globals],
      'no-restricted-properties': ['error', ...purity.properties],
    },
  },
  {
    ...imports(`${companion}/core`, '^(?!\\./)', 'core imports nothing but itself.'),
    files: [`${companion}/core/*.ts`],
  },
  imports(`${companion}/core/*`, '^(?!\\./|\\.\\./(?!\\.\\.))', 'core imports nothing but itself.'),
  imports(`${companion}/org`, '^\\.\\./(?!core/)', 'org may import core alone.'),
  imports(`${companion}/store`, '^(\\.\\./)+(?!core/|\\.\\./core/)[a-z-]+/', 'store may import core alone.'),
  imports(
    `${companion}/relay`,
    '^(\\.\\./)+(?!core/|ports\\.ts|\\.\\./core/|(acts|break-glass|drills|mails|standing)/)[a-z-]+/|^(jsforce|pg|express|@electric-sql)',
    'relay may import core and its own ports.',
  ),
  imports(
    `${companion}/watch`,
    '^\\.\\./(?!core/)|^(jsforce|pg|express|@electric-sql)',
    'watch may import core and its own ports.',
  ),
  imports(
    `${companion}/reports`,
    '^\\.\\./(?!core/)|^(jsforce|pg|express|@electric-sql)',
    'reports may import core alone.',
  ),
  imports(
    `${companion}/web`,
    '^(\\.\\./)+(org|store|cli)/|^(jsforce|pg|@electric-sql)',
    'web may import relay, watch, reports and core.',
  ),
  imports('scripts', '(^|/)companion/', 'scripts meet the companion by URL only.'),
  imports('scripts/local-org', '^(\\.\\./)+(demo|mailbox)/', 'the local org knows nothing of the product.'),
  {
    files: ['**/*.test.ts', '**/__tests__/**/*.js'],
    plugins: { jest },
    rules: {
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/valid-title': 'error',
      'jest/no-identical-title': 'error',
    },
  },
  { files: ['scripts/**/*.mjs'], languageOptions: { globals: { process: 'readonly' } } },
  {
    files: ['force-app/main/**/lwc/**/*.js', 'force-app/test/**/*.js'],
    extends: [lwcConfig.configs.recommended],
    rules: { 'max-lines': ['error', { max: 300 }] },
  },
  {
    files: ['force-app/main/**/lwc/**/*.{html,css}'],
    plugins: { '@salesforce-ux/slds': slds },
    extends: ['@salesforce-ux/slds/recommended'],
  },
  {
    files: ['force-app/**/__tests__/**/*.js', 'force-app/test/**/*.js'],
    languageOptions: {
      globals: {
        describe: 'readonly',
        it: 'readonly',
        test: 'readonly',
        expect: 'readonly',
        jest: 'readonly',
        afterEach: 'readonly',
        beforeEach: 'readonly',
        require: 'readonly',
      },
    },
    rules: { '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off', 'max-lines': 'off' },
  },
]);
