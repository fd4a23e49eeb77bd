// The identity of the person at the counter, field by field, each remembering where it came from.
// Vietnamese terms: số định danh cá nhân (personal number), thẻ căn cước (identity card).

/** Where a value came from. Chip beats QR beats typed. */
export type Source = 'chip' | 'qr' | 'typed' | 'officer';

export type Sourced<T> = { readonly value: T; readonly source: Source };

export type Sex = 'male' | 'female';

/** Calendar date `YYYY-MM-DD`, without a time zone. */
export type IsoDate = string;

/** What the counter knows of the person. Only `number` is sure to be there. */
export type Identity = {
  readonly number: Sourced<string>;
  readonly fullName?: Sourced<string>;
  readonly birthDate?: Sourced<IsoDate>;
  readonly sex?: Sourced<Sex>;
  readonly residence?: Sourced<string>;
  readonly issueDate?: Sourced<IsoDate>;
  readonly expiryDate?: Sourced<IsoDate>;
  readonly oldNumber?: Sourced<string>;
};

/** The name of a field of an identity that a form may be filled from. */
export type IdentityField = keyof Identity;

/** What the chip proved (ICAO Doc 9303-11): a word over all, and `state` or `state:reason` for each way of proving. */
export type CardVerdict = {
  readonly overall: 'genuine' | 'notFullyVerified' | 'refused';
  readonly checks: Readonly<Record<'access' | 'passive' | 'active' | 'chip' | 'agreement', string>>;
};
