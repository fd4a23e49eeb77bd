// What the services ask of this adapter: the portal's messages about a dossier.

import type { PortalMessages } from '../services/submission/submission.ts';
import { dossierMessage, updateMessage } from './dossier-message.ts';
import { progressMessage } from './progress-message.ts';

export const portalMessages: PortalMessages = { dossier: dossierMessage, update: updateMessage, progress: progressMessage };
