// jsdom has no web streams, which packages under test expect to be global.
const streams = require('node:stream/web');

for (const name of ['ReadableStream', 'WritableStream', 'TransformStream']) {
  globalThis[name] ??= streams[name];
}
