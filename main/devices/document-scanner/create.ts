// The document scanner that the settings name, behind its one port.

import type { Log } from '../../logging/catalogue.ts';
import type { Clock, DocumentScanner, Random } from '../../services/ports.ts';
import { createDocumentCamera } from './camera.ts';
import { createEsclScanner } from './device.ts';
import { createNaps2Scanner, NAPS2_PROGRAM } from './naps2.ts';
import { createSaneScanner } from './sane.ts';
import { createWatchedFolder } from './watched-folder.ts';

export type DocumentScannerSettings = {
  readonly transport: 'escl' | 'sane' | 'naps2' | 'folder' | 'camera';
  readonly url?: string | undefined;
  readonly device?: string | undefined;
  readonly driver?: 'wia' | 'twain' | undefined;
  readonly program?: string | undefined;
  readonly folder?: string | undefined;
};

/** The settings' check has seen to it that the transport has its address. */
export function createDocumentScanner(options: {
  readonly settings: DocumentScannerSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}): DocumentScanner {
  const { settings, ...common } = options;
  if (settings.transport === 'escl' && settings.url !== undefined) return createEsclScanner({ settings: { url: settings.url }, ...common });
  if (settings.transport === 'sane' && settings.device !== undefined) return createSaneScanner({ device: settings.device, ...common });
  if (settings.transport === 'naps2' && settings.device !== undefined)
    return createNaps2Scanner({ settings: { device: settings.device, driver: settings.driver ?? 'wia', program: settings.program ?? NAPS2_PROGRAM }, ...common });
  if (settings.transport === 'folder' && settings.folder !== undefined) return createWatchedFolder({ folder: settings.folder, ...common });
  if (settings.transport === 'camera') return createDocumentCamera({ name: settings.device ?? null, ...common });
  throw new Error(`a ${settings.transport} scanner without its address`);
}
