// What has become of something that an officer had printed, beside where it was asked for: on its way, out, or what keeps it.

import { useEffect, useState } from 'react';
import type { DossierPrintView } from '../../preload/contract/dossiers.ts';
import { ask, bridge } from '../client/bridge.ts';
import { useText } from '../i18n/text.tsx';

const LOOK_MS = 1_000;

/** `says`: what is being printed, as a sentence. */
export function PrintState({ jobId, says, className }: { jobId: string; says: string; className: string | undefined }) {
  const text = useText();
  const [job, setJob] = useState<DossierPrintView | null>(null);
  useEffect(() => {
    let timer: number | undefined;
    let over = false;
    async function look(): Promise<void> {
      const answer = await ask(() => bridge().staff.printState({ jobId }));
      if (over) return;
      if (answer.ok) setJob(answer.value);
      const state = answer.ok ? answer.value?.state : undefined;
      if (state === undefined || state === 'waiting' || state === 'sending') timer = window.setTimeout(() => void look(), LOOK_MS);
    }
    setJob(null);
    void look();
    return () => {
      over = true;
      window.clearTimeout(timer);
    };
  }, [jobId]);

  const state = job?.state === 'printed' || job?.state === 'notConfirmed' ? job.state : job?.state === 'failed' || job?.state === 'canceled' ? 'failed' : 'waiting';
  return (
    <p role="status" className={className}>
      {says} {text(`printed.${state}`)} {job?.problem && text(`printProblem.${job.problem}`)}
    </p>
  );
}
