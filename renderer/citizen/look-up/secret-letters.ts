// The letters and figures that a slip's secret can have, as main/domain/dossier/dossier-code makes them; a unit test holds the
// two against each other.

export const SECRET_LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
