// Every event that the program may log, with its fields. A field is a code, a count, a duration, an id of ours or a
// technician's detail: there is no kind of field that personal data would fit in. docs/log-events.md is made from this.

export type FieldKind =
  | 'code' // a word from a closed set of ours
  | 'id' // an id that we made
  | 'count'
  | 'ms'
  | 'detail'; // free text for the technician, scrubbed: at most 300 characters, long digit runs and letters outside ASCII masked

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type EventShape = { readonly level: LogLevel; readonly sentence: string; readonly fields: Readonly<Record<string, FieldKind>> };

const event = <F extends Record<string, FieldKind>>(level: LogLevel, sentence: string, fields: F) => ({ level, sentence, fields });

export const LOG_EVENTS = {
  'app.starting': event('info', 'The program starts.', { version: 'code', mode: 'code', platform: 'code' }),
  'app.ready': event('info', 'Everything is built and started.', { sinceStart: 'ms' }),
  'app.stopping': event('info', 'The program stops on request.', { reason: 'code' }),
  'app.stopped': event('info', 'What was open is closed, and the program ends.', { took: 'ms', end: 'code' }),
  'app.failed': event('error', 'Something unexpected was thrown.', { where: 'code', detail: 'detail' }),
  'app.denied': event('warn', 'A window asked for something that it may not have.', { role: 'code', what: 'code', detail: 'detail' }),

  'window.opened': event('info', 'A window was made.', { role: 'code' }),
  'window.interactive': event('info', 'A window is drawn and can be used.', { role: 'code', sinceStart: 'ms' }),
  'window.failed': event('error', 'A window caught an error.', { role: 'code', name: 'code', detail: 'detail' }),
  'window.gone': event('error', 'A window’s process ended.', { role: 'code', reason: 'code' }),
  'window.hung': event('error', 'A window does not answer.', { role: 'code' }),
  'window.restarted': event('warn', 'A window was made again.', { role: 'code', attempt: 'count', waited: 'ms' }),
  'window.crashLoop': event('error', 'A window crashed too often; it is not made again.', { role: 'code', attempts: 'count' }),

  'bridge.refused': event('warn', 'A call over the bridge was refused.', { channel: 'code', role: 'code', reason: 'code', detail: 'detail' }),
  'bridge.failed': event('error', 'A handler of the bridge threw.', { channel: 'code', detail: 'detail' }),

  'storage.opened': event('info', 'The database is open.', { version: 'count', cipher: 'code', keyFrom: 'code' }),
  'storage.migrated': event('info', 'The database was brought to a newer version.', { from: 'count', to: 'count' }),
  'storage.failed': event('error', 'The database cannot be used.', { state: 'code', detail: 'detail' }),
  'storage.backedUp': event('info', 'The daily backup was made.', { bytes: 'count', took: 'ms' }),
  'storage.backupFailed': event('error', 'The daily backup failed.', { detail: 'detail' }),
  'storage.slow': event('warn', 'A statement took long.', { operation: 'code', took: 'ms' }),

  'journey.moved': event('info', 'A journey went on.', { journey: 'id', from: 'code', to: 'code', cause: 'code' }),
  'journey.refused': event('info', 'A journey did not take an event.', { journey: 'id', at: 'code', cause: 'code', reason: 'code' }),
  'journey.problem': event('warn', 'The citizen was told of a problem.', { journey: 'id', at: 'code', problem: 'code' }),
  'journey.resumed': event('info', 'A journey was taken up again after a restart.', { journey: 'id', at: 'code' }),
  'journey.ended': event('info', 'A journey is over.', { journey: 'id', outcome: 'code', took: 'ms' }),

  'outbox.done': event('info', 'An effect was carried out.', { row: 'count', kind: 'code', subject: 'id', attempts: 'count', took: 'ms' }),
  'outbox.retry': event('warn', 'An effect failed and will be tried again.', { row: 'count', kind: 'code', subject: 'id', attempts: 'count', wait: 'ms', reason: 'code', detail: 'detail' }),
  'outbox.setAside': event('error', 'An effect cannot succeed and waits for staff.', { row: 'count', kind: 'code', subject: 'id', reason: 'code', detail: 'detail' }),

  'dossier.registered': event('info', 'A dossier got its code.', { dossier: 'id' }),
  'retention.done': event('info', 'What was due to be erased has been erased.', { documents: 'count', all: 'count', saved: 'count' }),
  'retention.failed': event('warn', 'Erasing stopped and is tried again in an hour.', { reason: 'code' }),
  'retention.requested': event('info', 'A dossier was erased because its citizen asked for it.', { dossier: 'id' }),
  'papers.saved': event('info', 'Papers of a dossier are kept for the next one, as the citizen wished.', { dossier: 'id', papers: 'count' }),
  'papers.notSaved': event('warn', 'Papers could not be kept for the next dossier; this one goes on without it.', { dossier: 'id', reason: 'code' }),
  'papers.withdrawn': event('info', 'What a person had let be kept was erased on request.', { by: 'code' }),
  'portal.state': event('info', 'The portal became reachable or unreachable.', { state: 'code' }),
  'portal.failed': event('warn', 'A request to the portal failed.', { service: 'code', reason: 'code', detail: 'detail' }),
  'gateway.failed': event('warn', 'A request to the payment gateway failed.', { request: 'code', reason: 'code', detail: 'detail' }),
  'payment.state': event('info', 'A payment changed.', { journey: 'id', order: 'id', from: 'code', to: 'code' }),
  'payment.compared': event('info', 'A day was compared with the gateway’s list.', { day: 'code', listed: 'count', differences: 'count' }),

  'device.state': event('info', 'A device’s status changed.', { device: 'code', from: 'code', to: 'code', detail: 'detail' }),
  'device.command': event('info', 'A device command ended.', { device: 'code', command: 'code', completion: 'code', took: 'ms', detail: 'detail' }),
  'scan.ignored': event('info', 'A scanned code was not expected here.', { at: 'code', length: 'count' }),
  'scan.setAside': event('warn', 'A file in the copier’s folder was given to nobody and set aside.', { reason: 'code' }),
  'scan.refused': event('warn', 'A scanned code was not an identity QR.', { reason: 'code', length: 'count' }),
  'print.state': event('info', 'A slip’s print job changed.', { job: 'id', from: 'code', to: 'code', copy: 'code', reason: 'code' }),
  'form.templateRefused': event('warn', 'A template of a form was refused; its last good version holds, or the shipped one.', { detail: 'detail' }),
  'studio.failed': event('error', 'A hidden window did not deliver.', { task: 'code', reason: 'code', detail: 'detail' }),
  'studio.restarted': event('warn', 'A hidden window was made again.', { role: 'code', attempt: 'count' }),
  'page.judged': event('info', 'A scanned page was straightened and judged.', { flaw: 'code', content: 'code', turned: 'count', bytes: 'count', took: 'ms' }),
  'document.assembled': event('info', 'A paper’s pages became one PDF.', { dossier: 'id', pages: 'count', words: 'count', bytes: 'count', took: 'ms' }),
  'page.recognised': event('info', 'The text of a page was read.', { words: 'count', waited: 'ms', took: 'ms' }),
  'page.notRecognised': event('warn', 'The text of a page could not be read.', { reason: 'code', detail: 'detail' }),

  'catalogue.applied': event('info', 'An update of the catalogue of procedures holds from now on.', { serial: 'count', source: 'code', procedures: 'count' }),
  'catalogue.refused': event('warn', 'An update of the catalogue was refused.', { source: 'code', reason: 'code', line: 'count', detail: 'detail' }),
  'catalogue.takenBack': event('warn', 'An update of the catalogue was taken back.', { serial: 'count' }),
  'catalogue.unreadable': event('error', 'An update that holds cannot be read by this version of the program.', { serial: 'count', detail: 'detail' }),
  'staff.signedIn': event('info', 'An officer signed in.', { officer: 'id' }),
  'staff.signedOut': event('info', 'An officer signed out.', { officer: 'id', reason: 'code' }),
  'staff.refused': event('warn', 'A sign-in was refused.', { who: 'code', reason: 'code' }),
  'settings.saved': event('info', 'The settings were changed.', { changes: 'count' }),
  'settings.refused': event('warn', 'A change of settings was refused.', { problems: 'count', detail: 'detail' }),
  'settings.sealed': event('info', 'Secrets in the settings file were sealed.', { secrets: 'count' }),
  'settings.plain': event('warn', 'Secrets in the settings file could not be sealed.', { detail: 'detail' }),
} as const satisfies Record<string, EventShape>;

export type LogEventName = keyof typeof LOG_EVENTS;
type FieldValue<K extends FieldKind> = K extends 'count' | 'ms' ? number : string;
export type LogFields<N extends LogEventName> = {
  readonly [F in keyof (typeof LOG_EVENTS)[N]['fields']]: (typeof LOG_EVENTS)[N]['fields'][F] extends FieldKind
    ? FieldValue<(typeof LOG_EVENTS)[N]['fields'][F]> | undefined
    : never;
};

/** Writes one line. Fields whose value is undefined are left out. */
export type Log = <N extends LogEventName>(event: N, fields: LogFields<N>) => void;
