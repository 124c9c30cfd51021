// Free ports of 127.0.0.1.
import { createServer } from 'node:net';

/** Whether a program could listen on this port. */
export function isFree(port) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The first free port from this one on. */
export async function freePort(from) {
  for (let port = from; port < from + 200; port += 1) {
    if (await isFree(port)) {
      return port;
    }
  }
  throw new Error(`No port from ${from} to ${from + 199} is free.`);
}
