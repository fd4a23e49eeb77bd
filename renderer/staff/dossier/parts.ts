// What can be done with an open dossier: parts in the column beside its details, in this order. A new one (printing a
// form, a refund) is a component that gets the dossier, and one line here.

import type { ComponentType } from 'react';
import type { DossierPartProps } from './part.ts';
import { Actions } from './actions.tsx';
import { Erasure } from './erasure.tsx';
import { Forms } from './forms.tsx';
import { Slips } from './slips.tsx';

export type DossierPart = { readonly id: string; readonly Part: ComponentType<DossierPartProps> };

export const DOSSIER_PARTS: readonly DossierPart[] = [
  { id: 'actions', Part: Actions },
  { id: 'slips', Part: Slips },
  { id: 'forms', Part: Forms },
  { id: 'erasure', Part: Erasure },
];
