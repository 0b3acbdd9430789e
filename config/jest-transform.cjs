/**
 * Jest transformer for TypeScript that erases types in place, as Node itself does, so that a test runs the very
 * text that production runs and line and column numbers stay exact. It does not check types; `npm run check` does.
 */
const { stripTypeScriptTypes } = require('node:module');

module.exports = {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
};
