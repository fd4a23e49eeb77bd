// Papers that people let be kept for their next dossier. Their bytes lie in the vault, under the owner's id and key.

import { randomBytes } from 'node:crypto';
import type { SavedPaper } from '../../domain/pages/saved-paper.ts';
import type { SavedPapers } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { StoreError } from '../failures.ts';
import { keptPageSchema, readJson, toJson, translatedSchema } from '../json-columns.ts';
import type { Repository } from './handlers.ts';

type Writes = 'saved.allow' | 'saved.add' | 'saved.withdraw' | 'saved.remove';
type Questions = 'saved.ofPerson' | 'saved.ofDossier' | 'saved.due';
type PaperRow = { readonly id: string; readonly owner: string; readonly kind: string; readonly name: string; readonly savedAt: number };
type DueRow = { readonly owner: string; readonly papers: string; readonly pages: string; readonly left: number; readonly newest: number };

export function savedPapers(connection: Connection): Repository<Writes, Questions> {
  const insertOwner = connection.prepare('INSERT INTO paper_owners (id, number) VALUES (?, ?)');
  const ownerOf = connection.prepare('SELECT id FROM paper_owners WHERE number = ?').pluck();
  const insertKey = connection.prepare('INSERT INTO vault_keys (journey_id, key) VALUES (?, ?)');
  const insertConsent = connection.prepare(`
    INSERT INTO paper_consents (dossier_id, owner, at, asked_by) VALUES (@dossierId, @owner, @now, @askedBy) ON CONFLICT (dossier_id) DO NOTHING`);
  const consent = connection.prepare('SELECT owner, at FROM paper_consents WHERE dossier_id = ?');
  const deleteOlder = connection.prepare('DELETE FROM saved_papers WHERE owner = ? AND kind = ?');
  const insertPaper = connection.prepare('INSERT INTO saved_papers (id, owner, kind, name, saved_at) VALUES (@id, @owner, @kind, @name, @savedAt)');
  const insertPage = connection.prepare('INSERT INTO saved_pages (id, paper, n, data) VALUES (@id, @paper, @n, @data)');
  const count = connection.prepare('SELECT count(*) FROM saved_papers WHERE owner = ?').pluck();
  const deleteKey = connection.prepare('DELETE FROM vault_keys WHERE journey_id = ?');
  const deleteOwner = connection.prepare('DELETE FROM paper_owners WHERE id = ?');
  const deletePaper = connection.prepare('DELETE FROM saved_papers WHERE owner = ? AND id = ?');
  const logErased = connection.prepare(`
    INSERT INTO saved_papers_erased (at, actor, papers, dossier_id, reason) VALUES (@now, @actor, @papers, @dossierId, @reason)`);
  const papers = connection.prepare('SELECT id, owner, kind, name, saved_at AS savedAt FROM saved_papers WHERE owner = ? ORDER BY saved_at DESC, id');
  const pages = connection.prepare('SELECT data FROM saved_pages WHERE paper = ? ORDER BY n').pluck();
  const due = connection.prepare(`
    SELECT id AS owner,
      (SELECT json_group_array(id) FROM saved_papers WHERE owner = paper_owners.id AND saved_at < @before) AS papers,
      (SELECT json_group_array(saved_pages.id) FROM saved_papers JOIN saved_pages ON paper = saved_papers.id WHERE owner = paper_owners.id AND saved_at < @before) AS pages,
      (SELECT count(*) FROM saved_papers WHERE owner = paper_owners.id AND saved_at >= @before) AS left,
      coalesce((SELECT max(at) FROM paper_consents WHERE owner = paper_owners.id), 0) AS newest
    FROM paper_owners
    WHERE EXISTS (SELECT 1 FROM saved_papers WHERE owner = paper_owners.id AND saved_at < @before)
      OR NOT EXISTS (SELECT 1 FROM paper_consents WHERE owner = paper_owners.id AND at >= @before)
    ORDER BY id LIMIT @limit`);

  function savedBy(owner: string): SavedPapers {
    return {
      owner,
      papers: (papers.all(owner) as PaperRow[]).map(
        ({ name, ...row }): SavedPaper => ({
          ...row,
          name: readJson(translatedSchema, name, 'saved_papers.name'),
          pages: (pages.all(row.id) as string[]).map((data) => readJson(keptPageSchema, data, 'saved_pages.data')),
        }),
      ),
    };
  }

  return {
    writes: {
      'saved.allow': ({ dossierId, number, owner: newOwner, askedBy }, now) => {
        const known = ownerOf.get(number) as string | undefined;
        if (known === undefined) {
          insertOwner.run(newOwner, number);
          insertKey.run(newOwner, randomBytes(32));
        }
        insertConsent.run({ dossierId, owner: known ?? newOwner, now, askedBy });
        return null;
      },
      'saved.add': ({ dossierId, owner, papers: added }) => {
        const given = consent.get(dossierId) as { owner: string; at: number } | undefined;
        if (given?.owner !== owner) {
          deleteKey.run(owner);
          return null;
        }
        for (const { pages: itsPages, name, ...paper } of added) {
          deleteOlder.run(owner, paper.kind);
          insertPaper.run({ ...paper, owner, name: toJson(translatedSchema, name, 'saved_papers.name'), savedAt: given.at });
          for (const [n, page] of itsPages.entries()) insertPage.run({ id: page.id, paper: paper.id, n, data: toJson(keptPageSchema, page, 'saved_pages.data') });
        }
        return null;
      },
      'saved.withdraw': ({ owner, actor, dossierId = null, reason = null }, now) => {
        const erased = count.get(owner) as number;
        if (deleteOwner.run(owner).changes !== 1) throw new StoreError('conflict', 'nothing is kept of this person');
        deleteKey.run(owner);
        logErased.run({ now, actor, papers: erased, dossierId, reason });
        return null;
      },
      'saved.remove': ({ owner, papers: ids }) => {
        for (const id of ids) deletePaper.run(owner, id);
        return null;
      },
    },
    queries: {
      'saved.ofPerson': ({ number }) => {
        const owner = ownerOf.get(number) as string | undefined;
        return owner === undefined ? null : savedBy(owner);
      },
      'saved.ofDossier': ({ dossierId }) => {
        const given = consent.get(dossierId) as { owner: string } | undefined;
        return given === undefined ? null : savedBy(given.owner);
      },
      'saved.due': (args) =>
        (due.all(args) as DueRow[]).map(({ owner, papers: ids, pages: files, left, newest }) => ({
          owner,
          papers: JSON.parse(ids) as string[],
          pages: JSON.parse(files) as string[],
          all: left === 0 && newest < args.before,
        })),
    },
  };
}
