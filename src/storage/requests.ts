import type {
  IRequestContent,
  ISavedRequest,
  ISavedRequests,
  IServer
} from '../tokens';

/** The requests that are kept with the models of the volume. */
export class SavedRequests implements ISavedRequests {
  /** Nothing is asked before the first call. */
  constructor(private readonly server: IServer) {}

  async list(model: string): Promise<ISavedRequest[]> {
    const { requests } = await this.server.request<{
      requests: ISavedRequest[];
    }>(pathOf(model));
    return requests;
  }

  read(model: string, name: string): Promise<IRequestContent> {
    return this.server.request(pathOf(model, name));
  }

  async save(
    model: string,
    name: string,
    { protocol, body }: IRequestContent,
    replaced?: string
  ): Promise<void> {
    await this.server.request(pathOf(model, name), {
      method: 'PUT',
      json: { protocol, body },
      ifMatch: replaced
    });
  }

  async delete(model: string, name: string): Promise<void> {
    await this.server.request(pathOf(model, name), { method: 'DELETE' });
  }
}

function pathOf(...names: string[]): string {
  return ['requests', ...names].map(encodeURIComponent).join('/');
}
