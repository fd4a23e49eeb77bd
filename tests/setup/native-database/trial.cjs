// Run by Electron: opens an encrypted database in a worker, writes and reads a row, and finds that a wrong key is refused.
'use strict';
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const nativeBinding = isMainThread ? process.argv.at(-1) : workerData;

if (isMainThread) {
  const { app } = require('electron');
  const worker = new Worker(__filename, { workerData: nativeBinding });
  worker.once('error', (error) => {
    console.error(error);
    app.exit(1);
  });
  worker.once('exit', (status) => {
    if (status === 0) console.log('the database works');
    app.exit(status);
  });
} else {
  const Database = require('../../../node_modules/better-sqlite3');
  const folder = mkdtempSync(path.join(tmpdir(), 'mot-cua-trial-'));
  const open = (key) => {
    const database = new Database(path.join(folder, 'trial.db'), { nativeBinding });
    database.pragma(`cipher = 'sqlcipher'`);
    database.pragma(`key = '${key}'`);
    return database;
  };
  try {
    const database = open('right');
    database.exec('CREATE TABLE dossier (id INTEGER PRIMARY KEY, name TEXT)');
    database.prepare('INSERT INTO dossier (name) VALUES (?)').run('Nguyễn Thị Đào');
    const row = database.prepare('SELECT name FROM dossier').get();
    database.close();
    if (row.name !== 'Nguyễn Thị Đào') throw new Error(`read back ${JSON.stringify(row)}`);
    const stranger = open('wrong');
    let refusal;
    try {
      stranger.prepare('SELECT name FROM dossier').get();
    } catch (error) {
      refusal = error.code;
    }
    stranger.close();
    if (refusal !== 'SQLITE_NOTADB') throw new Error(`a wrong key gave ${refusal}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
