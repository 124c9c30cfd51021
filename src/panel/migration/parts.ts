import type React from 'react';
import type { MigrationSession } from '../../migration/session';
import { ModelsPart } from './models';

/** What draws the migration from one source. */
export type MigrationPart = React.ComponentType<{ session: MigrationSession }>;

/** What the Migration page draws for a source, by the source's id. */
export const PARTS: Readonly<Record<string, MigrationPart>> = {
  folders: ModelsPart
};
