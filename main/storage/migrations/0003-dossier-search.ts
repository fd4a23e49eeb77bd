// Dossiers found by a part of the applicant's name, number or code. The text is folded by us, because unicode61's
// remove_diacritics does not fold đ.

import { searchText } from '../search-text.ts';
import type { Migration } from './migration.ts';

export const dossierSearch: Migration = {
  version: 3,
  name: 'dossier search',
  up(connection) {
    connection.exec(`
      CREATE VIRTUAL TABLE dossier_search USING fts5 (text, content = '', prefix = '2 3');
    `);
    const insert = connection.prepare('INSERT INTO dossier_search (rowid, text) VALUES (?, ?)');
    const rows = connection.prepare('SELECT rowid, code, data FROM dossiers').all() as {
      rowid: number;
      code: string;
      data: string;
    }[];
    for (const row of rows) insert.run(row.rowid, searchText(row.code, JSON.parse(row.data)));
  },
};
