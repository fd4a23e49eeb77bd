// A page as a journey keeps it: its picture lies sealed in the vault under the page's id; here is what is known of it.

import type { PagePicture, PictureMime, QualityCode } from './page.ts';

export type KeptPage = {
  readonly id: string;
  readonly paperId: string;
  readonly mime: PictureMime | 'application/pdf';
  /** Of the file. */
  readonly bytes: number;
  /** Lower-case hex SHA-256 of the clear bytes. */
  readonly sha256: string;
  /** Absent where the page could not be looked at: then it is as the scanner gave it. */
  readonly size?: Pick<PagePicture, 'widthPx' | 'heightPx' | 'dotsPerInch'>;
  /** What is wrong with it, in the order in which people are told. */
  readonly flaws?: readonly QualityCode[];
  /** How often the citizen was told so: of this page and of those whose place it took. */
  readonly told?: number;
  /** Who decided to keep it for all its flaws: `citizen`, or an officer's id. */
  readonly keptBy?: string;
  /** It was not scanned now: its owner had let it be kept for the next time. */
  readonly saved?: true;
};

/** Why a page with a flaw is good enough: a citizen's words, and an officer's. */
export type KeepReason = 'upright' | 'toldTwice' | 'originalIsSo' | 'readable' | 'noBetterScan';

/** Once is a scan that went wrong; twice is a paper that looks like this, or a machine that is mistaken. */
const TOLD_ENOUGH = 2;

/** A page that nobody has decided about yet: it is scanned again, removed, or kept. */
export function isDoubtful(page: KeptPage): boolean {
  return (page.flaws?.length ?? 0) > 0 && page.keptBy === undefined;
}

/** Whether the citizen alone may keep it. Which way up it is, they see. */
export function citizenMayKeep(page: KeptPage): boolean {
  return isDoubtful(page) && (page.flaws![0] === 'upsideDown' || (page.told ?? 0) >= TOLD_ENOUGH);
}

/** An officer answers for any page, by name and with a reason. */
export function mayKeep(page: KeptPage, by: string, reason: KeepReason): boolean {
  const citizens = reason === 'toldTwice' || reason === 'upright';
  return by === 'citizen' ? citizens && citizenMayKeep(page) : reason !== 'toldTwice' && isDoubtful(page);
}

/** The page that was scanned, in the old one's place where it takes one. */
export function afterScan(page: KeptPage, replaced?: KeptPage): KeptPage {
  return page.flaws?.length ? { ...page, told: (replaced?.told ?? 0) + 1 } : page;
}

/** The page turned by hand: which way up it is has been said. */
export function afterTurn(page: KeptPage, turned: Pick<KeptPage, 'id' | 'mime' | 'bytes' | 'sha256' | 'size'>): KeptPage {
  const { flaws, ...rest } = page;
  const left = flaws?.filter((code) => code !== 'upsideDown') ?? [];
  return { ...rest, ...turned, ...(left.length > 0 && { flaws: left }) };
}
