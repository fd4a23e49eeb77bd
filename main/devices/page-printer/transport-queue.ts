// A printer's own queue of Windows: one PowerShell that draws, prints and follows (queue-script.ts), as long as the link lives. The
// document goes by its input; what it says comes a line at a time. The signature in a PDF does not survive: pages are drawn.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { deadline, orAborted } from '../../base/clock.ts';
import { err, ok } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import type { Program } from '../powershell.ts';
import { cancelLine, queueFailureOf, isForFiles, jobOf, MAX_LINE_CHARS, printerOf, printLine, readLine } from './queue-protocol.ts';
import type { QueueLine, QueueSays } from './queue-protocol.ts';
import { EXIT_REASONS, queueProgram } from './queue-script.ts';
import type { PageTransport, SentJob } from './transport.ts';

const T = DELAYS.pagePrinter;

type Job = { printing: boolean; known: boolean; spooled: boolean; status: number; gone: boolean; canceled: boolean; failure?: DeviceFailure };

type Conversation = {
  readonly printer: () => QueueSays | undefined;
  readonly job: (n: number) => Job | undefined;
  readonly say: (text: string, document?: Uint8Array) => void;
  readonly begin: (n: number) => Job;
  /** Until `met`; what came instead otherwise. */
  readonly wait: (met: () => boolean, timeoutMs: number, signal?: AbortSignal) => Promise<'met' | 'lost' | 'timeOut' | 'aborted'>;
  readonly lost: () => DeviceFailure | undefined;
  readonly onLost: (listener: (detail: string) => void) => void;
  /** Ends it at once. */
  readonly kill: (reason: string) => void;
  readonly close: () => Promise<void>;
};

/** `program` is this machine's PowerShell; in tests another that says the same lines. */
export function createQueueTransport({ queue, clock, program = queueProgram() }: { readonly queue: string; readonly clock: Clock; readonly program?: Program }): PageTransport {
  let current: Conversation | undefined;
  let lastJob = 0;

  const notOpen: DeviceFailure = { code: 'deviceNotReady', reason: 'disconnected' };

  return {
    address: `windows ${queue}`,
    openMs: T.queue.startMs,
    async open(signal) {
      const talk = converse(program, queue, clock);
      const heard = await talk.wait(() => talk.printer() !== undefined, T.queue.startMs, signal);
      const says = talk.printer();
      if (heard === 'met' && says && !isForFiles(says)) {
        current = talk;
        return ok({ onLost: talk.onLost, close: talk.close });
      }
      const failure = talk.lost();
      await talk.close();
      if (heard === 'met') return err({ code: 'hardwareError', reason: 'notAPrinter', detail: 'a queue that prints to files' });
      if (heard === 'aborted') return err({ code: 'canceled' });
      return err(failure ?? { code: 'timeOut', reason: 'notAnswering' });
    },
    askPrinter() {
      const says = current?.printer();
      const failure = current?.lost();
      const job = current?.job(lastJob);
      return Promise.resolve(!says || failure ? err(failure ?? notOpen) : ok(printerOf(says, job && !hasEnded(job) ? job.status : 0)));
    },
    async send(pdf, job, signal) {
      const talk = current;
      if (!talk || talk.lost()) return err({ ...notOpen, reached: false });
      lastJob += 1;
      const n = lastJob;
      const sent = talk.begin(n);
      talk.say(printLine(n, job, pdf.length), pdf);
      const heard = await talk.wait(() => sent.known || sent.failure !== undefined, T.sendMs, signal);
      if (sent.known) return ok(sentJob(talk, n, sent));
      if (sent.failure) return err({ ...sent.failure, reached: sent.printing });
      // Whoever hangs in a printer's driver hears no word; with the process its half job goes.
      if (heard === 'aborted') talk.say(cancelLine(n));
      else talk.kill('hung');
      if (heard === 'aborted') return err({ code: 'canceled', reached: sent.printing });
      return err({ ...(heard === 'lost' ? (talk.lost() ?? notOpen) : { code: 'timeOut' as const, reason: 'notAnswering' }), reached: sent.printing });
    },
  };

  function sentJob(talk: Conversation, n: number, job: Job): SentJob {
    return {
      async ask(timeoutMs, signal) {
        // How a job that is taken back ended is worth a moment.
        if (job.canceled && (await talk.wait(() => hasEnded(job), timeoutMs, signal)) === 'timeOut' && !job.spooled) talk.kill('hung');
        if (!job.failure && talk.lost() && !hasEnded(job)) return err({ code: 'hardwareError', reason: 'jobLost', detail: 'the conversation with the queue broke' });
        if (job.failure?.reason === 'jobLost') return err(job.failure);
        return ok(job.failure ? { state: 'aborted', reasons: [] } : jobOf(job));
      },
      async cancel() {
        job.canceled = true;
        talk.say(cancelLine(n));
      },
    };
  }
}

const hasEnded = (job: Job): boolean => job.failure !== undefined || ['completed', 'canceled', 'aborted'].includes(jobOf(job).state);

function converse(program: Program, queue: string, clock: Clock): Conversation {
  const child: ChildProcess = spawn(program.file, program.args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
    env: { ...process.env, ...program.environment, MOT_CUA_QUEUE: queue },
  });
  const jobs = new Map<number, Job>();
  const woken = new Set<() => void>();
  const ended = new AbortController();
  let printer: QueueSays | undefined;
  let lost: DeviceFailure | undefined;
  let closing = false;
  let onLost: ((detail: string) => void) | undefined;
  let rest = '';
  let stopSilence = () => {};

  const wake = (): void => {
    for (const one of [...woken]) one();
  };

  function lose(failure: DeviceFailure): void {
    if (lost) return;
    lost = failure;
    stopSilence();
    child.kill('SIGKILL');
    wake();
    if (!closing) onLost?.(failure.reason ?? failure.code);
  }

  /** It says something every few seconds; one that does not hangs in the spooler or in a driver. */
  function listen(): void {
    stopSilence();
    stopSilence = clock.after(T.queue.silenceMs, () => lose({ code: 'timeOut', reason: 'notAnswering' }));
  }

  function hear(line: QueueLine): void {
    if (line.say === 'queue') {
      printer = line;
      return;
    }
    const job = jobs.get(line.n);
    if (!job) return;
    if (line.say === 'printing') job.printing = true;
    else if (line.say === 'gone') job.gone = true;
    else if (line.say === 'failed') job.failure = queueFailureOf(line);
    else {
      job.known = true;
      job.status = line.status;
      job.spooled = line.spooled;
    }
  }

  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const text_ of lines) {
      const line = readLine(text_);
      if (!line) return lose({ code: 'invalidData', reason: 'badReply' });
      hear(line);
    }
    if (rest.length > MAX_LINE_CHARS) return lose({ code: 'invalidData', reason: 'badReply' });
    if (printer && !lost) listen();
    wake();
  });
  child.stdin!.on('error', () => {});
  child.once('error', (error: NodeJS.ErrnoException) => {
    lose({ code: 'deviceNotReady', reason: error.code === 'ENOENT' ? 'notInstalled' : 'spoolerFailed', detail: error.code ?? error.name });
    ended.abort();
  });
  child.once('exit', (code) => {
    lose({ code: 'deviceNotReady', reason: EXIT_REASONS[code ?? -1] ?? 'spoolerFailed', detail: `exit ${code ?? 'by signal'}` });
    ended.abort();
  });

  return {
    printer: () => printer,
    job: (n) => jobs.get(n),
    say(text, document) {
      if (!child.stdin!.writable) return;
      child.stdin!.write(text);
      if (document) child.stdin!.write(document);
    },
    begin(n) {
      // One job at a time: earlier ones are over.
      jobs.clear();
      const job: Job = { printing: false, known: false, spooled: false, status: 0, gone: false, canceled: false };
      jobs.set(n, job);
      return job;
    },
    async wait(met, timeoutMs, signal) {
      const wait = deadline(clock, timeoutMs, signal);
      try {
        for (;;) {
          if (met()) return 'met';
          if (lost) return 'lost';
          if (wait.signal.aborted) return wait.timedOut() ? 'timeOut' : 'aborted';
          let next: () => void = () => {};
          const change = new Promise<void>((resolve) => {
            next = resolve;
            woken.add(next);
          });
          await orAborted(change, wait.signal);
          woken.delete(next);
        }
      } finally {
        wait.done();
      }
    },
    lost: () => lost,
    onLost(listener) {
      onLost = listener;
      if (lost) listener(lost.reason ?? lost.code);
    },
    kill: (reason) => lose({ code: 'timeOut', reason }),
    /** Its input's end is its end, and takes a job back that is still in the queue. */
    async close() {
      closing = true;
      stopSilence();
      child.stdin!.end();
      const wait = deadline(clock, T.queue.endMs);
      await orAborted(new Promise<void>((resolve) => (ended.signal.aborted ? resolve() : ended.signal.addEventListener('abort', () => resolve(), { once: true }))), wait.signal);
      wait.done();
      child.kill('SIGKILL');
    },
  };
}
