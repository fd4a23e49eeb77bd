// A picture turned by hand: at once on the screen, and kept once it is the right way up.

import { useState } from 'react';
import styles from './papers.module.css';

export type Quarters = 0 | 1 | 2 | 3;

export function useTurning(): readonly [Quarters, () => void] {
  const [quarters, setQuarters] = useState<Quarters>(0);
  return [quarters, () => setQuarters(((quarters + 1) % 4) as Quarters)];
}

export function TurnedPicture({ address, what, quarters }: { address: string; what: string; quarters: Quarters }) {
  return <img className={styles.turned} data-quarters={quarters} src={address} alt={what} />;
}
