// The keys on which a slip's secret is typed are the letters that secrets are made of.

import { expect, test } from 'vitest';
import { SECRET_ALPHABET } from '../../../main/domain/dossier/dossier-code.ts';
import { SECRET_LETTERS } from '../../../renderer/citizen/look-up/secret-letters.ts';

test('a key for each letter of a secret, and for no other', () => {
  expect(SECRET_LETTERS).toBe(SECRET_ALPHABET);
});
