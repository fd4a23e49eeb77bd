// What the program does when it cannot even read its settings: it says so, where and why, and ends. Nothing is reset.

import { app, dialog } from 'electron';
import type { Log } from '../logging/catalogue.ts';
import type { SettingsFailure } from '../settings/file.ts';

export function explainAndQuit(file: string, failure: SettingsFailure, log: Log): void {
  const places = (failure.problems ?? []).map(({ path, reason }) => `${path}: ${reason}`);
  log('app.failed', { where: 'settings', detail: [failure.code, failure.detail, ...places].filter(Boolean).join(' ') });
  process.stderr.write(`${file}: ${[failure.code, ...places].join('\n  ')}\n`);
  if (app.isPackaged) {
    dialog.showErrorBox('Một Cửa', `Không đọc được tệp cài đặt. Xin báo cho kỹ thuật viên.\nThe settings cannot be read. Please call the technician.\n\n${file}\n${[failure.code, ...places].join('\n')}`);
  }
  app.exit(1);
}
