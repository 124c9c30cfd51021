import type { IServer, ITrash, ITrashEntry } from '../tokens';

/** The trash of the volume. */
export class Trash implements ITrash {
  /**
   * Nothing is asked before the first call.
   *
   * @param refresh - read the list of models anew
   */
  constructor(
    private readonly server: IServer,
    private readonly refresh: () => Promise<void>
  ) {}

  async list(): Promise<ITrashEntry[]> {
    const { entries } = await this.server.request<{ entries: ITrashEntry[] }>(
      'trash'
    );
    return entries;
  }

  async restore(id: string): Promise<void> {
    await this.server.request(pathOf(id), { method: 'POST' });
    await this.refresh();
  }

  async remove(id: string): Promise<void> {
    await this.server.request(pathOf(id), { method: 'DELETE' });
    // The space that is left has changed.
    await this.server.check();
  }

  async empty(): Promise<number> {
    const { removed } = await this.server.request<{ removed: number }>(
      'trash',
      { method: 'DELETE' }
    );
    await this.server.check();
    return removed;
  }
}

function pathOf(id: string): string {
  return `trash/${encodeURIComponent(id)}`;
}
