import { URLExt } from '@jupyterlab/coreutils';
import { Drive, ServerConnection, type Contents } from '@jupyterlab/services';

/** What paths on the volume begin with in JupyterLab: `models:name/version`. */
export const DRIVE_NAME = 'models';

/** Where the server half speaks Jupyter's contents API for the volume. */
const API = 'jupyterlab-kserve/files';

/** Where it gives the bytes of a file. */
const DOWNLOADS = 'jupyterlab-kserve/download';

/** The volume as a drive of JupyterLab. Nothing is asked before it is used. */
export class VolumeDrive extends Drive {
  /**
   * @param serverSettings - how the server is reached
   */
  constructor(serverSettings: ServerConnection.ISettings) {
    super({ name: DRIVE_NAME, apiEndpoint: API, serverSettings });
  }

  /** The address of a file's bytes; the base class knows only its own root. */
  override async getDownloadUrl(localPath: string): Promise<string> {
    const { baseUrl } = this.serverSettings;
    const url = await super.getDownloadUrl(localPath);
    return url.replace(
      URLExt.join(baseUrl, 'files'),
      URLExt.join(baseUrl, DOWNLOADS)
    );
  }

  /**
   * Rename a file or folder.
   *
   * @throws ServerConnection.ResponseError with 409 only where the new name is
   *   taken: JupyterLab answers that by asking whether to overwrite, which does
   *   not help against another refusal
   */
  override async rename(
    oldLocalPath: string,
    newLocalPath: string
  ): Promise<Contents.IModel> {
    try {
      return await super.rename(oldLocalPath, newLocalPath);
    } catch (error) {
      if (
        error instanceof ServerConnection.ResponseError &&
        error.response.status === 409 &&
        !(await this._exists(newLocalPath))
      ) {
        const refused = new Response(null, { status: 403 });
        throw new ServerConnection.ResponseError(refused, error.message);
      }
      throw error;
    }
  }

  private async _exists(localPath: string): Promise<boolean> {
    try {
      await this.get(localPath, { content: false });
      return true;
    } catch {
      return false;
    }
  }
}
