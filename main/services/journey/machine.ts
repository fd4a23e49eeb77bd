// The citizen's journey as a state machine: attract → notice → identify → procedure → form → papers → review → pay →
// file → slip → rating → goodbye. It is used only through xstate's pure `transition`: the runner writes the next
// snapshot together with the effects that it causes. A drawing of it is docs/journey.md.

import { assign, setup } from 'xstate';
import type { Dossier } from '../../domain/dossier/dossier.ts';
import { computeFee } from '../../domain/fees/compute-fee.ts';
import { parsePersonalNumber } from '../../domain/identity/personal-number.ts';
import type { Identity } from '../../domain/identity/identity.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import { checkAnswer, checkForm, prefill, visibleFields } from '../../domain/procedures/form.ts';
import type { Answers } from '../../domain/procedures/form.ts';
import { CASE } from '../../domain/procedures/procedure.ts';
import { movedPage } from '../../domain/dossier/page-order.ts';
import { afterScan, afterTurn, isDoubtful, mayKeep } from '../../domain/pages/kept-page.ts';
import type { KeptPage } from '../../domain/pages/kept-page.ts';
import { kindOf, mayUseSaved } from '../../domain/pages/saved-paper.ts';
import type { Paper, Procedure } from '../../domain/procedures/procedure.ts';
import { vietnamDay } from '../../domain/calendar/vietnam-time.ts';
import type { JourneyContext } from './context.ts';
import { EMPTY_CONTEXT } from './context.ts';
import type { Activity, Effect } from './effects.ts';
import type { EventOf, JourneyEvent } from './events.ts';

export type JourneyRules = {
  readonly catalogue: Catalogue;
  /** How long a payment's QR is good for, ms. */
  readonly paymentExpiryMs: number;
  /** The largest amount that banks take by QR, in đồng; default NAPAS's limit for quick transfers. */
  readonly mostByQr?: number;
  /** Whether a proved person is asked if the papers may be kept for the next dossier. */
  readonly savesPapers?: boolean;
};

/** Quick transfers between banks (NAPAS 247) are for less than 500 million đồng. */
export const MOST_BY_QR = 499_999_999;

/** Orders made one after another because the answers with their QR were lost. */
const MOST_LOST_ORDERS = 3;

/** Where the goodbye leads. */
const LEAVING = [
  { guard: 'paidButNotFiled', target: 'lateFiling' },
  { guard: 'moneyMayStillCome', target: 'parked' },
  { guard: 'nothingFiled', target: 'over', actions: { type: 'effect', params: { kind: 'documents.destroy' } } },
  { target: 'over' },
] as const;

/** A step of the machine, e.g. `pay.shown`. */
export type Step = string;

export function channelOf(context: JourneyContext): Dossier['channel'] {
  return context.kind === 'assisted' ? 'counter' : 'kiosk';
}

export function procedureOf(catalogue: Catalogue, context: JourneyContext): Procedure | undefined {
  return context.procedure && catalogue.version(context.procedure.code, context.procedure.version);
}

/** The papers that are scanned for the present case; those that the form makes or that are only shown are left out. */
export function papersOf(procedure: Procedure | undefined, context: JourneyContext): readonly Paper[] {
  const chosen = procedure?.cases.find(({ id }) => id === context.caseId) ?? procedure?.cases[0];
  return chosen?.papers.filter((paper) => !paper.madeByForm && !paper.shownOnly) ?? [];
}

/** A paper's pages, in their order. */
export function pagesOf(context: JourneyContext, paperId: string): readonly KeptPage[] {
  return context.documents.filter((page) => page.paperId === paperId);
}

/** Whoever comes next: nothing of what the person before let be kept is theirs. */
function withoutSaved({ documents }: JourneyContext): Partial<JourneyContext> {
  return { saved: undefined, savesPapers: undefined, ...(documents.some(({ saved }) => saved) && { documents: documents.filter(({ saved }) => !saved) }) } as Partial<JourneyContext>;
}

export function createJourneyMachine({ catalogue, paymentExpiryMs, mostByQr = MOST_BY_QR, savesPapers = false }: JourneyRules) {
  const procedure = (context: JourneyContext) => procedureOf(catalogue, context);

  const formIsComplete = (context: JourneyContext, at: number) => {
    const chosen = procedure(context);
    if (!chosen) return false;
    return Object.keys(checkForm(chosen, context.answers, { caseId: context.caseId, today: vietnamDay(at) })).length === 0;
  };
  const papersAreThere = (context: JourneyContext) =>
    papersOf(procedure(context), context).every((paper) => {
      const pages = pagesOf(context, paper.id);
      return !pages.some(isDoubtful) && (!paper.required || pages.length > 0);
    });

  /** Of a paper that was taken from what is kept, nothing is asked again. */
  const asksToSave = (context: JourneyContext) =>
    savesPapers && mayUseSaved(context.card) && papersOf(procedure(context), context).some((paper) => !paper.once && pagesOf(context, paper.id).some((page) => !page.saved));
  const savedFor = (context: JourneyContext, paperId: string, savedId: string) => {
    const chosen = procedure(context);
    const paper = papersOf(chosen, context).find(({ id }) => id === paperId);
    return paper && context.saved?.find(({ id, kind }) => id === savedId && kind === kindOf(chosen!, paper));
  };
  const isEmptyPaper = (context: JourneyContext, paperId: string) =>
    papersOf(procedure(context), context).some(({ id }) => id === paperId) && pagesOf(context, paperId).length === 0;

  const fee = (context: JourneyContext, at: number) => {
    const chosen = procedure(context);
    if (!chosen) throw new Error('a fee without a procedure');
    const { answers, caseId } = context;
    return computeFee(chosen, { answers, date: vietnamDay(at), channel: channelOf(context), ...(caseId && { caseId }) });
  };

  const answered = (context: JourneyContext, { field, value, at }: EventOf<'answer'>): Partial<JourneyContext> => {
    const chosen = procedure(context)!;
    if (field === CASE) return { caseId: value };
    const asked = chosen.form.find(({ id }) => id === field)!;
    const checked = checkAnswer(asked, value, vietnamDay(at));
    // What does not fit is kept as it was typed: the form says what is wrong with it.
    const answers: Answers = { ...context.answers, [field]: checked.ok ? checked.value : value };
    return { answers, sources: { ...context.sources, [field]: context.kind === 'assisted' ? 'officer' : 'typed' } };
  };

  const newPayment = (context: JourneyContext, orderCode: number, at: number): JourneyContext['payment'] => ({
    orderCode,
    amount: context.fee!.total,
    description: `MC${orderCode.toString(36).toUpperCase()}`,
    expiresAt: at + paymentExpiryMs,
    amountPaid: 0,
    attempt: 1,
    closed: false,
  });

  return setup({
    types: { context: {} as JourneyContext, events: {} as JourneyEvent },
    actions: {
      /** Written to the outbox with the step; carried out by the runner's effect handlers. */
      effect: (_, _params: Effect) => {},
      /** Started in memory. */
      activity: (_, _params: Activity) => {},
      enter: assign({ enteredAt: ({ event }) => event.at }),
      clearProblem: assign({ problem: undefined }),
      tell: assign({ problem: ({ event }) => ('problem' in event ? event.problem : undefined) }),
      begin: assign(({ event }) => {
        const { id, kind, language, officerId, at } = event as EventOf<'begin'>;
        return { ...EMPTY_CONTEXT, id, kind, language, ...(officerId && { officerId }), startedAt: at, enteredAt: at };
      }),
      setLanguage: assign({ language: ({ event }) => (event as EventOf<'setLanguage'>).language }),
      takeIdentity: assign(({ event, context }) => ({ identity: (event as EventOf<'identified'>).identity, card: undefined, answers: {}, sources: {}, procedure: undefined, ...withoutSaved(context) })),
      takeChip: assign(({ event }) => {
        const { identity, verdict } = event as EventOf<'chipRead'>;
        return { identity, card: verdict, problem: undefined };
      }),
      takeRefusal: assign(({ event }) => ({ card: (event as EventOf<'chipRead'>).verdict, problem: 'cardRefused' as const })),
      takeTypedNumber: assign(({ event, context }) => ({
        identity: { number: { value: (event as EventOf<'typeNumber'>).number.replace(/\D/g, ''), source: context.kind === 'assisted' ? 'officer' : 'typed' } } satisfies Identity,
        card: undefined,
        answers: {},
        sources: {},
        procedure: undefined,
        ...withoutSaved(context),
      })),
      forgetIdentity: assign(({ context }) => ({ identity: undefined, card: undefined, answers: {}, sources: {}, procedure: undefined, problem: undefined, ...withoutSaved(context) })),
      takeProcedure: assign(({ context, event }) => {
        const chosen = catalogue.on((event as EventOf<'chooseProcedure'>).code, vietnamDay(event.at));
        if (!chosen) throw new Error('the guard lets only known procedures through');
        if (context.procedure?.code === chosen.code && context.procedure.version === chosen.version) return {};
        const filled = prefill(chosen, context.identity!);
        return {
          procedure: { code: chosen.code, version: chosen.version },
          caseId: chosen.cases[0]?.id,
          answers: filled.answers,
          sources: filled.sources,
          formChecked: false,
        };
      }),
      takeAnswer: assign(({ context, event }) => answered(context, event as EventOf<'answer'>)),
      showErrors: assign({ formChecked: true }),
      computeFee: assign({ fee: ({ context, event }) => fee(context, event.at) }),
      takeDocument: assign(({ context, event }) => {
        const { document } = event as EventOf<'documentScanned'>;
        const { documents, replacing } = context;
        if (replacing === undefined) return { documents: [...documents, afterScan(document)] };
        return { documents: documents.map((page) => (page.id === replacing ? afterScan(document, page) : page)), replacing: undefined };
      }),
      movePage: assign({
        documents: ({ context, event }) => {
          const { documentId, by } = event as EventOf<'movePage'>;
          return movedPage(context.documents, documentId, by);
        },
      }),
      turnedPage: assign({
        documents: ({ context, event }) => {
          const { documentId, turned } = event as EventOf<'pageTurned'>;
          return context.documents.map((page) => (page.id === documentId ? afterTurn(page, turned) : page));
        },
      }),
      keepPage: assign({
        documents: ({ context, event }) => {
          const { documentId, by } = event as EventOf<'keepPage'>;
          return context.documents.map((page) => (page.id === documentId ? { ...page, keptBy: by } : page));
        },
      }),
      takeCopies: assign({ documents: ({ context, event }) => [...context.documents, ...(event as EventOf<'pagesCopied'>).pages] }),
      takeSaved: assign({ saved: ({ event }) => (event as EventOf<'savedFound'>).papers }),
      takeSavingAnswer: assign({ savesPapers: ({ event }) => (event as EventOf<'answerSaving'>).save }),
      countPaper: assign({
        handedIn: ({ context, event }) => {
          const { paperId, originals, copies } = event as EventOf<'countPaper'>;
          return { ...context.handedIn, [paperId]: { originals, copies } };
        },
      }),
      dropDocument: assign({
        documents: ({ context, event }) => context.documents.filter(({ id }) => id !== (event as EventOf<'removeDocument'>).documentId),
      }),
      scanBegins: assign(({ context, event }) => {
        const { paperId, replaces } = event as EventOf<'scanPaper'>;
        const old = context.documents.find((page) => page.id === replaces && page.paperId === paperId);
        return { scanningPaper: paperId, replacing: old?.id, emptyPages: undefined };
      }),
      scanEnds: assign({ scanningPaper: undefined, replacing: undefined }),
      countEmptyPages: assign({ emptyPages: ({ event }) => (event as EventOf<'scanEnded' | 'scanFailed'>).emptyPages }),
      newPayment: assign({ payment: ({ context, event }) => newPayment(context, (event as EventOf<'next' | 'payAgain'>).orderCode, event.at) }),
      replacePayment: assign({
        payment: ({ context, event }) => ({ ...newPayment(context, (event as EventOf<'paymentLost'>).newOrderCode, event.at)!, lost: (context.payment?.lost ?? 0) + 1 }),
      }),
      askAgain: assign({ payment: ({ context }) => ({ ...context.payment!, attempt: context.payment!.attempt + 1 }) }),
      forgetPayment: assign({ payment: undefined }),
      closePayment: assign({ payment: ({ context }) => ({ ...context.payment!, closed: true }) }),
      takeQr: assign({
        payment: ({ context, event }) => {
          const { qr, payee, expiresAt } = event as EventOf<'paymentShown'>;
          return { ...context.payment!, qr, payee, expiresAt };
        },
      }),
      takeAmount: assign({
        payment: ({ context, event }) => ({ ...context.payment!, amountPaid: (event as EventOf<'paymentUnderPaid'>).amountPaid }),
      }),
      takePayment: assign({
        payment: ({ context, event }) => {
          const { amountPaid, paidAt } = event as EventOf<'paymentPaid'>;
          return { ...context.payment!, amountPaid, paidAt, closed: true };
        },
      }),
      takeCode: assign({
        dossier: ({ event }) => {
          const { code, secret, receivedAt, dueAt } = event as EventOf<'registered'>;
          return { code, secret, receivedAt, ...(dueAt !== undefined && { dueAt }), portalAccepted: false };
        },
      }),
      takeAcceptance: assign({ dossier: ({ context }) => context.dossier && { ...context.dossier, portalAccepted: true } }),
      askSlip: assign({ slip: ({ context }) => ({ ...context.slip, asked: context.slip.asked + 1 }) }),
      slipOnItsWay: assign({ slip: ({ context, event }) => ({ ...context.slip, copy: (event as EventOf<'slipPrinting'>).copy }) }),
      takeSlip: assign({
        slip: ({ context, event }) => {
          const { confirmed, copy } = event as EventOf<'slipPrinted'>;
          return { ...context.slip, confirmed, copy };
        },
      }),
      takeRating: assign({ rating: ({ event }) => (event as EventOf<'rate'>).stars }),
      completed: assign({ outcome: 'completed' as const }),
      abandoned: assign({ outcome: 'abandoned' as const }),
      refusedNotice: assign({ outcome: 'refusedNotice' as const }),
    },
    guards: {
      isPersonalNumber: ({ event }) => parsePersonalNumber((event as EventOf<'typeNumber'>).number).ok,
      isPersonalNumberForCard: ({ event }) => {
        const { number, readCard } = event as EventOf<'typeNumber'>;
        return readCard && parsePersonalNumber(number).ok;
      },
      readsCard: ({ event }) => (event as EventOf<'identified'>).readCard,
      isRefused: ({ event }) => (event as EventOf<'chipRead'>).verdict.overall === 'refused',
      isOffered: ({ event, context }) => {
        const chosen = catalogue.on((event as EventOf<'chooseProcedure'>).code, vietnamDay(event.at));
        return chosen !== undefined && (chosen.selfService || context.kind === 'assisted');
      },
      isAsked: ({ event, context }) => {
        const chosen = procedure(context);
        const { field, value } = event as EventOf<'answer'>;
        if (!chosen) return false;
        if (field === CASE) return chosen.cases.some(({ id }) => id === value);
        return visibleFields(chosen, context.answers, context.caseId).some(({ id }) => id === field);
      },
      isPaper: ({ event, context }) => papersOf(procedure(context), context).some(({ id }) => id === (event as EventOf<'scanPaper'>).paperId),
      /** Into an empty paper only: pages are not mixed by a touch. */
      mayUse: ({ event, context }) => {
        const { paperId, from } = event as EventOf<'usePages'>;
        return isEmptyPaper(context, paperId) && pagesOf(context, from).length > 0 && !pagesOf(context, from).some(isDoubtful);
      },
      mayUseSaved: ({ event, context }) => {
        const { paperId, savedId } = event as EventOf<'useSaved'>;
        return mayUseSaved(context.card) && isEmptyPaper(context, paperId) && savedFor(context, paperId, savedId) !== undefined;
      },
      isProvedPerson: ({ event, context }) => mayUseSaved(context.card) && context.identity?.number.value === (event as EventOf<'savedFound'>).number,
      hasNoPages: ({ event, context }) => pagesOf(context, (event as EventOf<'pagesCopied'>).paperId).length === 0,
      /** At a kiosk nothing is handed over. */
      countsPaper: ({ event, context }) =>
        context.kind === 'assisted' && papersOf(procedure(context), context).some(({ id }) => id === (event as EventOf<'countPaper'>).paperId),
      isScannedPaper: ({ event, context }) => context.scanningPaper === (event as EventOf<'documentScanned'>).paperId,
      takesPlace: ({ event, context }) => context.scanningPaper === (event as EventOf<'documentScanned'>).paperId && context.replacing !== undefined,
      canMove: ({ event, context }) => {
        const { documentId, by } = event as EventOf<'movePage'>;
        return movedPage(context.documents, documentId, by) !== context.documents;
      },
      hasDocument: ({ event, context }) =>
        context.documents.some(({ id }) => id === (event as EventOf<'removeDocument' | 'turnPage' | 'pageTurned'>).documentId),
      mayKeep: ({ event, context }) => {
        const { documentId, by, reason } = event as EventOf<'keepPage'>;
        const page = context.documents.find(({ id }) => id === documentId);
        return page !== undefined && mayKeep(page, by, reason);
      },
      formIsComplete: ({ context, event }) => formIsComplete(context, event.at),
      takesPapers: ({ context, event }) => formIsComplete(context, event.at) && papersOf(procedure(context), context).length > 0,
      tookPapers: ({ context }) => papersOf(procedure(context), context).length > 0,
      papersAreThere: ({ context }) => papersAreThere(context),
      asksToSave: ({ context }) => papersAreThere(context) && asksToSave(context),
      costsTooMuchForQr: ({ context }) => context.fee!.total > mostByQr,
      costsNothing: ({ context }) => context.fee?.total === 0,
      isThisPayment: ({ event, context }) => 'orderCode' in event && event.orderCode === context.payment?.orderCode,
      closedAsExpired: ({ event, context }) => {
        const closed = event as EventOf<'paymentClosed'>;
        return closed.orderCode === context.payment?.orderCode && closed.as === 'expired';
      },
      closedAheadOfTime: ({ event, context }) => {
        const closed = event as EventOf<'paymentClosed'>;
        return closed.orderCode === context.payment?.orderCode && closed.as === 'expired' && event.at < context.payment.expiresAt;
      },
      lostTooOften: ({ context, event }) =>
        (event as EventOf<'paymentLost'>).orderCode === context.payment?.orderCode && (context.payment?.lost ?? 0) + 1 >= MOST_LOST_ORDERS,
      orderIsClosed: ({ context }) => context.payment!.closed,
      /** Enough of its time is left to show it. */
      orderIsFresh: ({ context, event }) => context.payment!.expiresAt - event.at > paymentExpiryMs / 2,
      moneyMayStillCome: ({ context }) => context.payment !== undefined && !context.payment.closed,
      nothingFiled: ({ context }) => context.dossier === undefined && context.documents.length > 0,
      paidButNotFiled: ({ context }) => context.payment?.paidAt !== undefined && context.dossier === undefined,
    },
  }).createMachine({
    id: 'journey',
    context: EMPTY_CONTEXT,
    initial: 'attract',
    on: {
      setLanguage: { actions: 'setLanguage' },
      // The portal may answer at any later station: the slip and the goodbye then say so.
      portalAccepted: { actions: 'takeAcceptance' },
    },
    states: {
      attract: { on: { begin: { target: 'notice', actions: 'begin' } } },

      notice: {
        entry: ['enter', 'clearProblem'],
        on: {
          accept: 'identify',
          back: { target: 'goodbye', actions: 'refusedNotice' },
          leave: { target: 'goodbye', actions: 'refusedNotice' },
          inactive: { target: 'goodbye', actions: 'abandoned' },
        },
      },

      identify: {
        entry: ['enter', 'clearProblem'],
        initial: 'waiting',
        on: {
          leave: { target: 'goodbye', actions: 'abandoned' },
          inactive: { target: 'goodbye', actions: 'abandoned' },
          identified: [
            { guard: 'readsCard', target: '.reading', actions: ['takeIdentity', 'clearProblem'] },
            { target: '.confirming', actions: ['takeIdentity', 'clearProblem'] },
          ],
          identityRefused: { target: '.waiting', actions: 'tell' },
          typeNumber: [
            { guard: 'isPersonalNumberForCard', target: '.reading', actions: ['takeTypedNumber', 'clearProblem'] },
            { guard: 'isPersonalNumber', target: '.confirming', actions: ['takeTypedNumber', 'clearProblem'] },
            { target: '.waiting', actions: assign({ problem: 'numberInvalid' as const }) },
          ],
        },
        states: {
          waiting: { entry: 'enter', on: { back: '#journey.notice' } },
          // The card lies on the reader or is to be laid there. What cannot be read may be done without; what was
          // read and is not genuine may not.
          reading: {
            entry: ['enter', { type: 'activity', params: ({ context }) => ({ kind: 'readCard', number: context.identity!.number.value }) }],
            exit: { type: 'activity', params: { kind: 'stopCard' } },
            on: {
              chipRead: [
                { guard: 'isRefused', target: 'refused', actions: 'takeRefusal' },
                { target: 'confirming', actions: 'takeChip' },
              ],
              chipTrouble: { actions: 'tell' },
              chipFailed: { actions: 'tell' },
              readCardAgain: { target: 'reading', reenter: true, actions: 'clearProblem' },
              interrupted: { target: 'reading', reenter: true },
              next: { target: 'confirming', actions: 'clearProblem' },
              rejectIdentity: { target: 'waiting', actions: 'forgetIdentity' },
              back: { target: 'waiting', actions: 'forgetIdentity' },
            },
          },
          refused: {
            entry: 'enter',
            on: {
              rejectIdentity: { target: 'waiting', actions: 'forgetIdentity' },
              back: { target: 'waiting', actions: 'forgetIdentity' },
            },
          },
          confirming: {
            entry: 'enter',
            on: {
              confirmIdentity: '#journey.procedure',
              next: '#journey.procedure',
              rejectIdentity: { target: 'waiting', actions: 'forgetIdentity' },
              back: { target: 'waiting', actions: 'forgetIdentity' },
            },
          },
        },
      },

      procedure: {
        entry: ['enter', 'clearProblem'],
        on: {
          chooseProcedure: { guard: 'isOffered', target: 'form', actions: 'takeProcedure' },
          back: '#journey.identify.confirming',
          leave: { target: 'goodbye', actions: 'abandoned' },
          inactive: { target: 'goodbye', actions: 'abandoned' },
        },
      },

      form: {
        entry: ['enter', 'clearProblem'],
        on: {
          answer: { guard: 'isAsked', actions: 'takeAnswer' },
          next: [
            { guard: 'takesPapers', target: 'papers' },
            { guard: 'formIsComplete', target: 'review' },
            { actions: 'showErrors' },
          ],
          back: 'procedure',
          leave: { target: 'goodbye', actions: 'abandoned' },
          inactive: { target: 'goodbye', actions: 'abandoned' },
        },
      },

      papers: {
        entry: ['enter', 'clearProblem', { type: 'activity', params: { kind: 'findSaved' } }],
        initial: 'open',
        on: {
          savedFound: { guard: 'isProvedPerson', actions: 'takeSaved' },
          leave: { target: 'goodbye', actions: 'abandoned' },
        },
        states: {
          open: {
            entry: 'enter',
            on: {
              scanPaper: { guard: 'isPaper', target: 'scanning', actions: ['clearProblem', 'scanBegins'] },
              removeDocument: {
                guard: 'hasDocument',
                actions: ['dropDocument', { type: 'activity', params: ({ event }) => ({ kind: 'dropPage', documentId: event.documentId }) }],
              },
              movePage: { guard: 'canMove', actions: 'movePage' },
              usePages: {
                guard: 'mayUse',
                actions: ['clearProblem', { type: 'activity', params: ({ event }) => ({ kind: 'copyPages', paperId: event.paperId, from: event.from }) }],
              },
              useSaved: {
                guard: 'mayUseSaved',
                actions: [
                  'clearProblem',
                  { type: 'activity', params: ({ context, event }) => ({ kind: 'copySaved', paperId: event.paperId, saved: savedFor(context, event.paperId, event.savedId)! }) },
                ],
              },
              interrupted: { actions: { type: 'activity', params: { kind: 'findSaved' } } },
              pagesCopied: { guard: 'hasNoPages', actions: 'takeCopies' },
              pagesNotCopied: { actions: 'tell' },
              countPaper: { guard: 'countsPaper', actions: 'countPaper' },
              keepPage: { guard: 'mayKeep', actions: 'keepPage' },
              turnPage: {
                guard: 'hasDocument',
                actions: ['clearProblem', { type: 'activity', params: ({ event }) => ({ kind: 'turnPage', documentId: event.documentId, quarterTurns: event.quarterTurns }) }],
              },
              pageTurned: {
                guard: 'hasDocument',
                actions: ['turnedPage', { type: 'activity', params: ({ event }) => ({ kind: 'dropPage', documentId: event.documentId }) }],
              },
              pageNotTurned: { actions: 'tell' },
              next: [
                { guard: 'asksToSave', target: 'saving' },
                { guard: 'papersAreThere', target: '#journey.review' },
              ],
              back: '#journey.form',
              inactive: { target: '#journey.goodbye', actions: 'abandoned' },
            },
          },
          scanning: {
            entry: ['enter', { type: 'activity', params: ({ context }) => ({ kind: 'scan', paperId: context.scanningPaper! }) }],
            exit: [{ type: 'activity', params: { kind: 'stopScan' } }, 'scanEnds'],
            on: {
              documentScanned: [
                {
                  guard: 'takesPlace',
                  actions: [{ type: 'activity', params: ({ context }) => ({ kind: 'dropPage', documentId: context.replacing! }) }, 'takeDocument'],
                },
                { guard: 'isScannedPaper', actions: 'takeDocument' },
              ],
              scanEnded: { target: 'open', actions: 'countEmptyPages' },
              scanFailed: { target: 'open', actions: ['tell', 'countEmptyPages'] },
              interrupted: { target: 'open', actions: assign({ problem: 'scanFailed' as const }) },
              back: 'open',
            },
          },
          // Asked before the dossier is filed, since its single pages go with the filing; kept only once it is.
          saving: {
            entry: 'enter',
            on: {
              answerSaving: { target: '#journey.review', actions: 'takeSavingAnswer' },
              back: 'open',
              inactive: { target: '#journey.goodbye', actions: 'abandoned' },
            },
          },
        },
      },

      review: {
        entry: ['enter', 'clearProblem', 'computeFee'],
        on: {
          next: [
            { guard: 'costsNothing', target: 'file' },
            { guard: 'costsTooMuchForQr', actions: assign({ problem: 'paymentTooLarge' as const }) },
            { target: 'pay', actions: 'newPayment' },
          ],
          back: [{ guard: 'tookPapers', target: 'papers' }, { target: 'form' }],
          leave: { target: 'goodbye', actions: 'abandoned' },
          inactive: { target: 'goodbye', actions: 'abandoned' },
        },
      },

      // Whatever is shown, money that arrives for this order files the dossier.
      pay: {
        entry: ['enter', 'clearProblem'],
        initial: 'creating',
        on: {
          paymentPaid: { guard: 'isThisPayment', target: 'file', actions: ['takePayment', 'clearProblem'] },
          paymentUnderPaid: { guard: 'isThisPayment', target: '.underPaid', actions: 'takeAmount' },
        },
        states: {
          creating: {
            entry: [
              'enter',
              'clearProblem',
              {
                type: 'effect',
                params: ({ context }) => {
                  const { orderCode, amount, description, expiresAt, attempt } = context.payment!;
                  return { kind: 'payment.create', orderCode, amount, description, expiresAt, attempt };
                },
              },
            ],
            on: {
              paymentShown: { guard: 'isThisPayment', target: 'shown', actions: 'takeQr' },
              paymentUnavailable: { guard: 'isThisPayment', target: 'unavailable' },
              // A line that loses every answer would have orders made without end: the citizen is told instead.
              paymentLost: [
                { guard: 'lostTooOften', target: 'unavailable', actions: 'closePayment' },
                { guard: 'isThisPayment', target: 'creating', reenter: true, actions: 'replacePayment' },
              ],
              // An order that is over before it is shown: by the gateway's clock it is much later, and the next would end like it.
              paymentClosed: [
                { guard: 'closedAheadOfTime', target: 'unavailable', actions: 'closePayment' },
                { guard: 'isThisPayment', target: 'expired' },
              ],
              cancelPayment: 'closing',
              back: 'closing',
            },
          },
          shown: {
            entry: ['enter', 'clearProblem'],
            on: {
              deadline: 'expiring',
              paymentClosed: { guard: 'isThisPayment', target: 'expired' },
              cancelPayment: 'closing',
              back: 'closing',
            },
          },
          underPaid: {
            entry: ['enter', assign({ problem: 'paymentUnderPaid' as const })],
            on: {
              paymentClosed: { guard: 'isThisPayment', target: 'expired' },
              deadline: 'expiring',
            },
          },
          // The QR's time is over: nothing is said before the gateway has closed the order, lest money come to a dead one.
          expiring: {
            entry: [
              'enter',
              { type: 'effect', params: ({ context }) => ({ kind: 'payment.close', orderCode: context.payment!.orderCode, because: 'expired' }) },
            ],
            on: {
              paymentClosed: { guard: 'isThisPayment', target: 'expired' },
              deadline: 'unknown',
            },
          },
          closing: {
            entry: [
              'enter',
              { type: 'effect', params: ({ context }) => ({ kind: 'payment.close', orderCode: context.payment!.orderCode, because: 'cancelled' }) },
            ],
            on: {
              paymentClosed: [
                { guard: 'closedAsExpired', target: 'expired' },
                { guard: 'isThisPayment', target: '#journey.review', actions: 'forgetPayment' },
              ],
              deadline: 'unknown',
            },
          },
          expired: {
            entry: ['enter', 'closePayment', assign({ problem: 'paymentExpired' as const })],
            on: {
              payAgain: { target: 'creating', actions: 'newPayment' },
              back: { target: '#journey.review', actions: 'forgetPayment' },
              leave: { target: '#journey.goodbye', actions: 'abandoned' },
              inactive: { target: '#journey.goodbye', actions: 'abandoned' },
            },
          },
          unavailable: {
            entry: ['enter', assign({ problem: ({ event }) => (event.type === 'paymentClosed' ? ('paymentClockWrong' as const) : ('paymentUnavailable' as const)) })],
            on: {
              // The same order again: the gateway finds the first one if only its answer was lost.
              payAgain: [
                { guard: 'orderIsClosed', target: 'creating', actions: 'newPayment' },
                { guard: 'orderIsFresh', target: 'creating', actions: 'askAgain' },
                { target: 'expiring' },
              ],
              back: 'closing',
              leave: { target: '#journey.goodbye', actions: ['abandoned', { type: 'effect', params: ({ context }) => ({ kind: 'payment.close', orderCode: context.payment!.orderCode, because: 'abandoned' }) }] },
              inactive: { target: '#journey.goodbye', actions: ['abandoned', { type: 'effect', params: ({ context }) => ({ kind: 'payment.close', orderCode: context.payment!.orderCode, because: 'abandoned' }) }] },
            },
          },
          // Nobody knows yet whether money moved. It is never guessed: the journey waits, and staff see it.
          unknown: {
            entry: ['enter', assign({ problem: 'paymentUnknown' as const })],
            on: {
              paymentClosed: { guard: 'isThisPayment', target: 'expired' },
              leave: { target: '#journey.goodbye', actions: 'abandoned' },
              inactive: { target: '#journey.goodbye', actions: 'abandoned' },
            },
          },
        },
      },

      file: {
        entry: ['enter', 'clearProblem'],
        initial: 'registering',
        states: {
          registering: {
            entry: ['enter', { type: 'effect', params: { kind: 'dossier.register' } }],
            on: { registered: { target: 'sending', actions: 'takeCode' } },
          },
          sending: {
            entry: 'enter',
            on: {
              portalAccepted: { target: 'accepted', actions: 'takeAcceptance' },
              deadline: 'queued',
            },
          },
          accepted: { entry: 'enter', on: { deadline: '#journey.slip', next: '#journey.slip' } },
          queued: {
            entry: 'enter',
            on: {
              portalAccepted: { target: 'accepted', actions: 'takeAcceptance' },
              deadline: '#journey.slip',
              next: '#journey.slip',
            },
          },
        },
      },

      slip: {
        entry: ['enter', 'clearProblem'],
        initial: 'printing',
        on: {
          slipPrinting: { actions: ['slipOnItsWay', 'clearProblem'] },
          slipPrinted: { target: '.printed', actions: 'takeSlip' },
          slipWaiting: { target: '.waiting', actions: 'tell' },
        },
        states: {
          printing: {
            entry: ['enter', 'askSlip', { type: 'effect', params: ({ context }) => ({ kind: 'slip.print', ask: context.slip.asked }) }],
            on: { skipSlip: '#journey.rating', deadline: 'waiting' },
          },
          waiting: {
            entry: 'enter',
            on: {
              skipSlip: '#journey.rating',
              next: '#journey.rating',
              leave: { target: '#journey.goodbye', actions: 'completed' },
              inactive: { target: '#journey.goodbye', actions: 'completed' },
            },
          },
          printed: {
            entry: ['enter', 'clearProblem'],
            on: {
              printAgain: 'printing',
              next: '#journey.rating',
              skipSlip: '#journey.rating',
              leave: { target: '#journey.goodbye', actions: 'completed' },
              inactive: { target: '#journey.goodbye', actions: 'completed' },
            },
          },
        },
      },

      rating: {
        entry: ['enter', 'clearProblem'],
        on: {
          rate: { target: 'goodbye', actions: ['takeRating', 'completed'] },
          next: { target: 'goodbye', actions: 'completed' },
          leave: { target: 'goodbye', actions: 'completed' },
          inactive: { target: 'goodbye', actions: 'completed' },
          back: 'slip.printed',
        },
      },

      goodbye: {
        entry: ['enter', 'clearProblem'],
        on: {
          // Money or the portal's answer may come while the goodbye is on the screen.
          paymentPaid: { guard: 'isThisPayment', actions: 'takePayment' },
          paymentClosed: { guard: 'isThisPayment', actions: 'closePayment' },
          deadline: LEAVING,
          next: LEAVING,
          leave: LEAVING,
        },
      },

      // The citizen has gone and nobody knows yet whether money moved: the journey waits behind the scenes.
      parked: {
        entry: 'enter',
        on: {
          paymentPaid: { guard: 'isThisPayment', target: 'lateFiling', actions: 'takePayment' },
          paymentClosed: { guard: 'isThisPayment', target: 'over', actions: ['closePayment', { type: 'effect', params: { kind: 'documents.destroy' } }] },
        },
      },

      // Paid after the citizen had gone: the dossier is filed all the same, and the officer can print its slip.
      lateFiling: {
        entry: ['enter', { type: 'effect', params: { kind: 'dossier.register' } }],
        on: { registered: { target: 'over', actions: ['takeCode', 'completed'] } },
      },

      over: { type: 'final' },
    },
  });
}

export type JourneyMachine = ReturnType<typeof createJourneyMachine>;
