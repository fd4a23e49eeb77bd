// Something is in the way: what is safe, then what to do, beside a picture. Calm, on plum, and never a dead end: the
// screen that shows it keeps its ways on.

import type { Problem } from '../../../preload/contract/journey.ts';
import { Text } from '../../i18n/text.tsx';
import { PROBLEM_PICTURES } from './problems.tsx';
import styles from './problem-panel.module.css';

export function ProblemPanel({ problem }: { problem: Problem }) {
  const Drawing = PROBLEM_PICTURES[problem];
  return (
    <section className={styles.panel} role="alert">
      <div className={styles.picture}>
        <Drawing />
      </div>
      <div className={styles.words}>
        <p className={styles.title}>
          <Text id={`problem.${problem}.title`} />
        </p>
        <p>
          <Text id={`problem.${problem}.do`} />
        </p>
      </div>
    </section>
  );
}
