const jupyterlab = require('@jupyterlab/testutils/lib/jest-config');

// Packages that ship ES modules only, which jest has to translate.
const esModules = [
  '@codemirror',
  '@jupyter/',
  '@jupyterlab/',
  '@kubernetes',
  '@marijn',
  '@microsoft',
  '@rjsf',
  'color',
  'exenv-es6',
  'lib0',
  'marked',
  'nanoid',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yaml/',
  'yjs'
].join('|');

const base = jupyterlab(__dirname);

module.exports = {
  ...base,
  automock: false,
  collectCoverageFrom: ['src/**/*.{ts,tsx}', '!src/**/__tests__/**'],
  modulePathIgnorePatterns: [
    '<rootDir>/jupyterlab_kserve/labextension',
    '<rootDir>/\\.venv',
    '<rootDir>/\\.demo',
    '<rootDir>/ui-tests',
    '<rootDir>/lib'
  ],
  setupFiles: [...(base.setupFiles ?? []), '<rootDir>/jest.setup.js'],
  testPathIgnorePatterns: [
    '<rootDir>/ui-tests',
    '<rootDir>/lib',
    '/node_modules/'
  ],
  testRegex: 'src/(.*/)?__tests__/.*\\.spec\\.tsx?$',
  transformIgnorePatterns: [`/node_modules/(?!${esModules}).+`]
};
