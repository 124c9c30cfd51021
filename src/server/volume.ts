import type { IServerConnection, IVolumeStatus } from './types';

/**
 * The volume that models are listed from and saved to.
 *
 * @param server - the connection to the server half
 * @returns the first of its volumes; null before the first answer
 */
export function volumeOf(
  server: Pick<IServerConnection, 'status'>
): IVolumeStatus | null {
  return server.status?.volumes[0] ?? null;
}
