// The portal's own database: one SQLite file, by Node's own SQLite, that outlives the process. What came in is written
// before it is answered.

import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';

export type Row = Readonly<Record<string, unknown>>;

export type Message = {
  readonly key: string;
  readonly digest: string;
  readonly service: string;
  readonly isUpdating: boolean;
  readonly data: readonly Row[];
  readonly at: number;
};

export type DossierRecord = {
  readonly code: string;
  readonly data: Row;
  readonly status: string;
  /** Times that it was registered, without updates; more than one would be a double. */
  readonly registrations: number;
  readonly updates: number;
  readonly progress: readonly Row[];
  readonly documents: readonly string[];
  readonly firstAt: number;
};

export type DocumentRecord = {
  readonly id: string;
  readonly dossierCode: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly mime: string;
  readonly at: number;
};

/** A document of which not everything has come. */
export type HalfDocument = { readonly sha256: string; readonly total: number; readonly received: number };

/** What else is worth keeping, by its kind: `duplicate`, `refused`, `badDocument`, `repeatedDocument`, `unknownField`. */
export type Note = { readonly at: number } & Readonly<Record<string, unknown>>;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS messages (n INTEGER PRIMARY KEY, key TEXT NOT NULL, forgotten INTEGER NOT NULL DEFAULT 0,
    digest TEXT NOT NULL, service TEXT NOT NULL, updating INTEGER NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS messages_by_key ON messages (key);
  CREATE TABLE IF NOT EXISTS dossiers (n INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, data TEXT NOT NULL, status TEXT NOT NULL,
    registrations INTEGER NOT NULL, updates INTEGER NOT NULL, first_at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS progress (n INTEGER PRIMARY KEY, code TEXT NOT NULL, data TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS progress_by_code ON progress (code);
  CREATE TABLE IF NOT EXISTS documents (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, code TEXT NOT NULL, sha256 TEXT NOT NULL,
    mime TEXT NOT NULL, at INTEGER NOT NULL, content BLOB NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS documents_by_code ON documents (code);
  CREATE TABLE IF NOT EXISTS halves (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, total INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS pieces (id TEXT NOT NULL, n INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS pieces_by_id ON pieces (id);
  CREATE TABLE IF NOT EXISTS notes (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, note TEXT NOT NULL) STRICT;`;
const TABLES = ['messages', 'dossiers', 'progress', 'documents', 'halves', 'pieces', 'notes'];

type Cells = Readonly<Record<string, string & number & Uint8Array>>;

export class PortalDatabase {
  #database: DatabaseSync;
  #statements = new Map<string, StatementSync>();

  /** `:memory:` for a portal in the process that uses it. */
  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(SCHEMA);
  }

  message(key: string): Pick<Message, 'digest' | 'data'> | undefined {
    const row = this.#one('SELECT digest, data FROM messages WHERE key = ? AND forgotten = 0', key);
    return row && { digest: row['digest']!, data: JSON.parse(row['data']!) as readonly Row[] };
  }

  messages(): readonly Omit<Message, 'digest'>[] {
    return this.#all('SELECT * FROM messages ORDER BY n').map((row) => ({
      key: row['key']!,
      service: row['service']!,
      isUpdating: row['updating'] === 1,
      data: JSON.parse(row['data']!) as readonly Row[],
      at: row['at']!,
    }));
  }

  /** A message and what it does to its dossiers, in one transaction. */
  keep({ key, digest, service, isUpdating, data, at }: Message): void {
    this.#together(() => {
      this.#run('INSERT INTO messages (key, digest, service, updating, data, at) VALUES (?, ?, ?, ?, ?, ?)', key, digest, service, Number(isUpdating), JSON.stringify(data), at);
      for (const row of data) {
        const code = String(row['MaHoSo']);
        if (service === 'DongBoHoSoMC') {
          this.#run(
            `INSERT INTO dossiers (code, data, status, registrations, updates, first_at) VALUES (:code, :data, :status, :new, 1 - :new, :at)
             ON CONFLICT (code) DO UPDATE SET data = json_patch(data, :data), status = :status, registrations = registrations + :new, updates = updates + 1 - :new`,
            { code, data: JSON.stringify(row), status: String(row['TrangThaiHoSo']), new: isUpdating ? 0 : 1, at },
          );
        } else {
          this.#run('INSERT INTO progress (code, data) VALUES (?, ?)', code, JSON.stringify(row));
          this.#run('UPDATE dossiers SET status = ? WHERE code = ?', String(row['TrangThai']), code);
        }
      }
    });
  }

  /** No key is known any more; what was registered stays. */
  forgetKeys(): void {
    this.#run('UPDATE messages SET forgotten = 1');
  }

  knows(code: string): boolean {
    return this.#one('SELECT 1 AS known FROM dossiers WHERE code = ?', code) !== undefined;
  }

  hasProgress(row: Row): boolean {
    return this.#one('SELECT 1 AS known FROM progress WHERE code = ? AND data = ?', String(row['MaHoSo']), JSON.stringify(row)) !== undefined;
  }

  dossier(code: string): DossierRecord | undefined {
    const row = this.#one('SELECT * FROM dossiers WHERE code = ?', code);
    return row && this.#dossierIn(row);
  }

  dossiers(): readonly DossierRecord[] {
    return this.#all('SELECT * FROM dossiers ORDER BY n').map((row) => this.#dossierIn(row));
  }

  #dossierIn(row: Cells): DossierRecord {
    const code = row['code']!;
    return {
      code,
      data: JSON.parse(row['data']!) as Row,
      status: row['status']!,
      registrations: row['registrations']!,
      updates: row['updates']!,
      progress: this.#all('SELECT data FROM progress WHERE code = ? ORDER BY n', code).map(({ data }) => JSON.parse(data!) as Row),
      documents: this.#all('SELECT id FROM documents WHERE code = ? ORDER BY n', code).map(({ id }) => String(id)),
      firstAt: row['first_at']!,
    };
  }

  documents(): readonly DocumentRecord[] {
    return this.#all('SELECT id, code, length(content) AS bytes, sha256, mime, at FROM documents ORDER BY n').map(documentIn);
  }

  document(id: string): DocumentRecord | undefined {
    const row = this.#one('SELECT id, code, length(content) AS bytes, sha256, mime, at FROM documents WHERE id = ?', id);
    return row && documentIn(row);
  }

  content(id: string): Uint8Array | undefined {
    return this.#one('SELECT content FROM documents WHERE id = ?', id)?.['content'];
  }

  half(id: string): HalfDocument | undefined {
    const row = this.#one('SELECT sha256, total, (SELECT coalesce(sum(length(content)), 0) FROM pieces WHERE pieces.id = halves.id) AS received FROM halves WHERE id = ?', id);
    return row && { sha256: row['sha256']!, total: row['total']!, received: row['received']! };
  }

  addPiece(id: string, { sha256, total }: Pick<HalfDocument, 'sha256' | 'total'>, content: Uint8Array): void {
    this.#together(() => {
      this.#run('INSERT INTO halves (id, sha256, total) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING', id, sha256, total);
      this.#run('INSERT INTO pieces (id, content) VALUES (?, ?)', id, content);
    });
  }

  pieces(id: string): Buffer {
    return Buffer.concat(this.#all('SELECT content FROM pieces WHERE id = ? ORDER BY n', id).map(({ content }) => content!));
  }

  dropHalf(id: string): void {
    this.#together(() => {
      this.#run('DELETE FROM pieces WHERE id = ?', id);
      this.#run('DELETE FROM halves WHERE id = ?', id);
    });
  }

  addDocument({ id, dossierCode, sha256, mime, at }: Omit<DocumentRecord, 'bytes'>, content: Uint8Array): void {
    this.#run('INSERT INTO documents (id, code, sha256, mime, at, content) VALUES (?, ?, ?, ?, ?, ?)', id, dossierCode, sha256, mime, at, content);
    this.dropHalf(id);
  }

  note(kind: string, note: Note): void {
    this.#run('INSERT INTO notes (kind, note) VALUES (?, ?)', kind, JSON.stringify(note));
  }

  notes(kind: string): readonly Note[] {
    return this.#all('SELECT note FROM notes WHERE kind = ? ORDER BY n', kind).map(({ note }) => JSON.parse(note!) as Note);
  }

  clear(): void {
    this.#together(() => TABLES.forEach((table) => this.#run(`DELETE FROM ${table}`)));
  }

  close(): void {
    this.#database.close();
  }

  #together(work: () => void): void {
    this.#database.exec('BEGIN');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }
  #run(sql: string, ...values: readonly unknown[]): void {
    this.#prepared(sql).run(...(values as never[]));
  }
  #one(sql: string, ...values: readonly unknown[]): Cells | undefined {
    return this.#prepared(sql).get(...(values as never[])) as Cells | undefined;
  }
  #all(sql: string, ...values: readonly unknown[]): readonly Cells[] {
    return this.#prepared(sql).all(...(values as never[])) as Cells[];
  }
}

const documentIn = (row: Cells): DocumentRecord => ({
  id: row['id']!,
  dossierCode: row['code']!,
  bytes: row['bytes']!,
  sha256: row['sha256']!,
  mime: row['mime']!,
  at: row['at']!,
});
