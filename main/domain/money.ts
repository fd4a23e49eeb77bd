// Money: an integer count of đồng. The type is branded so that no other number slips in.

export type Dong = number & { readonly __unit: 'đồng' };

/** Largest amount the program handles; above it something is wrong (VietQR carries at most 13 digits). */
export const MAX_DONG = 9_999_999_999_999;

/** Throws on anything that is not a whole, non-negative, sane amount: such a number is a bug, not an input. */
export function dong(amount: number): Dong {
  if (!Number.isSafeInteger(amount) || amount < 0 || amount > MAX_DONG) throw new RangeError('not an amount of đồng');
  return amount as Dong;
}

/** `8.000 đ` */
export function formatDong(amount: Dong): string {
  return `${String(amount).replace(/\B(?=(\d{3})+(?!\d))/g, '.')} đ`;
}
