// The sources as they are: types are checked elsewhere.
const path = require('node:path');

const packages = path.join(__dirname, 'node_modules');

module.exports = {
  resolve: {
    extensions: ['.ts', '.tsx', '.js', '.json'],
    modules: [packages, 'node_modules']
  },
  resolveLoader: { modules: [packages, 'node_modules'] },
  module: {
    rules: [
      {
        test: /\.tsx?$/,
        loader: 'builtin:swc-loader',
        type: 'javascript/auto',
        options: {
          jsc: {
            parser: { syntax: 'typescript', tsx: true },
            // As tsconfig.json has it.
            target: 'es2022',
            transform: { react: { runtime: 'classic' } }
          }
        }
      },
      // The builder's own rule takes those that compiled files import.
      { test: /\.svg$/, issuer: /\.tsx?$/, type: 'asset/source' }
    ]
  }
};
