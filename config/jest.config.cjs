/** One jest run, one project per part. Paths are absolute: a relative rootDir would count from this folder. */
const path = require('node:path');
const { jestConfig: lwc } = require('@salesforce/sfdx-lwc-jest/config');

const root = path.resolve(__dirname, '..');
const at = (...parts) => path.join(root, ...parts);

const typescript = (displayName, roots) => ({
  displayName,
  rootDir: root,
  roots: roots.map((folder) => at(folder)),
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': at('config/jest-transform.cjs') },
  modulePathIgnorePatterns: ['<rootDir>/.local/'],
  setupFilesAfterEnv: [at('config/jest-timeout.cjs')],
});

const engine = (name) => at('node_modules', '@lwc', name, 'dist', 'index.cjs');

module.exports = {
  rootDir: root,
  projects: [
    typescript('companion', ['companion']),
    // The suite of the sf CLI is a run of its own: jest.sf.config.cjs.
    {
      ...typescript('scripts', ['scripts']),
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/scripts/sf-cli/test/'],
      modulePathIgnorePatterns: ['<rootDir>/.local/', '<rootDir>/scripts/sf-cli/node_modules/'],
    },
    typescript('journey', ['test']),
    {
      ...lwc,
      displayName: 'lwc',
      rootDir: root,
      roots: [at('force-app')],
      testEnvironment: 'jsdom',
      modulePathIgnorePatterns: ['<rootDir>/.local/'],
      setupFilesAfterEnv: [...(lwc.setupFilesAfterEnv ?? []), at('config/jest-sa11y.cjs')],
      moduleNameMapper: {
        ...lwc.moduleNameMapper,
        '^lwc$': engine('engine-dom'),
        '^@lwc/(engine-dom|synthetic-shadow|wire-service)$': at('node_modules/@lwc/$1/dist/index.cjs'),
        '^lightning/modal$': at('force-app/test/jest-mocks/lightning/modal.js'),
      },
    },
  ],
};
