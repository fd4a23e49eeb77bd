// What a part beside a dossier's details is given.

import type { DossierDetails } from '../../../preload/contract/dossiers.ts';

export type DossierPartProps = {
  readonly dossier: DossierDetails;
  /** Asks main for the dossier again, after something was done to it. */
  readonly refresh: () => void;
};
