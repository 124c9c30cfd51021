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

/** The first of some free ports in a row, from this one on. */
export async function freePorts(from, count = 1) {
  let row = 0;
  for (let port = from; port < from + 1000; port += 1) {
    row = (await isFree(port)) ? row + 1 : 0;
    if (row === count) {
      return port - count + 1;
    }
  }
  throw new Error(`No ${count} ports in a row are free from ${from} on.`);
}
