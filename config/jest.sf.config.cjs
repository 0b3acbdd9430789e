/** The suite that drives the real sf CLI: `npm run test:sf`. */
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const at = (...parts) => path.join(root, ...parts);

module.exports = {
  displayName: 'sf',
  rootDir: root,
  roots: [at('scripts/sf-cli/test')],
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': at('config/jest-transform.cjs') },
  setupFilesAfterEnv: [at('config/jest-timeout.cjs')],
};
