// A citizen's request for erasure: of a dossier that has ended, what would go, what stays and why, or what is in the way; at any
// time, of the papers that the citizen had let be kept for the next one.

import { ask, bridge } from '../../client/bridge.ts';
import { useText } from '../../i18n/text.tsx';
import styles from './dossier.module.css';
import { ErasureForm } from './erasure-form.tsx';
import type { DossierPartProps } from './part.ts';

export function Erasure({ dossier, refresh }: DossierPartProps) {
  const text = useText();
  const { erasure, savedPapers } = dossier;

  async function erase(reason: string): Promise<string | null> {
    const answer = await ask(() => bridge().staff.erase({ dossierId: dossier.id, reason }));
    refresh();
    if (!answer.ok) return text(`bridge.${answer.error.code}`);
    return answer.value.done ? null : text(`erasure.refused.${answer.value.reason}`);
  }

  async function withdraw(reason: string): Promise<string | null> {
    const answer = await ask(() => bridge().staff.withdrawSaved({ dossierId: dossier.id, reason }));
    refresh();
    if (!answer.ok) return text(`bridge.${answer.error.code}`);
    return answer.value.done ? null : text(`erasure.refused.${answer.value.reason}`);
  }

  return (
    <section className={styles.part}>
      <h2>{text('erasure.title')}</h2>
      {!erasure.possible && <p>{text(`erasure.why.${erasure.why}`)}</p>}
      {erasure.possible && (
        <ErasureForm open={text('erasure.open')} erase={erase}>
          <dl className={styles.erasure}>
            <dt>{text('erasure.goes')}</dt>
            <dd>
              {text('erasure.goes.what', { pages: dossier.documents.reduce((sum, { pages }) => sum + pages, 0) })}
              {savedPapers > 0 && <> {text('erasure.goes.saved', { count: savedPapers })}</>}
            </dd>
            <dt>{text('erasure.stays')}</dt>
            <dd>{text('erasure.stays.what')}</dd>
            <dt>{text('erasure.portal')}</dt>
            <dd>{text('erasure.portal.what')}</dd>
          </dl>
        </ErasureForm>
      )}
      {savedPapers > 0 && (
        <>
          <h3>{text('erasure.saved.title', { count: savedPapers })}</h3>
          <ErasureForm open={text('erasure.saved.open')} erase={withdraw}>
            <p>{text('erasure.saved.what')}</p>
          </ErasureForm>
        </>
      )}
    </section>
  );
}
