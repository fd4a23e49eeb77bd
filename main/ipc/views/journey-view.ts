// Draws a journey's state as the windows see it: texts in the journey's language, money and dates as numbers, and of the
// person only what the present station shows.

import type {
  FeeView,
  FieldView,
  JourneyView,
  PageView,
  PaperView,
  PayView,
  PersonView,
  ProcedureCardView,
} from '../../../preload/contract/journey.ts';
import type { Station } from '../../../preload/contract/stations.ts';
import { vietnamDay } from '../../domain/calendar/vietnam-time.ts';
import { lookupUrlData } from '../../domain/dossier/dossier-code.ts';
import { stillMissing } from '../../domain/dossier/handed-in.ts';
import type { Counted } from '../../domain/dossier/handed-in.ts';
import type { FeeStatement, Translated } from '../../domain/fees/fee.ts';
import { formatDong, dong } from '../../domain/money.ts';
import { citizenMayKeep, isDoubtful } from '../../domain/pages/kept-page.ts';
import type { KeptPage } from '../../domain/pages/kept-page.ts';
import { kindOf, mayUseSaved } from '../../domain/pages/saved-paper.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import { checkForm, visibleFields } from '../../domain/procedures/form.ts';
import type { FormField, Paper, Procedure, TimeRule } from '../../domain/procedures/procedure.ts';
import { CASE } from '../../domain/procedures/procedure.ts';
import { bankName } from '../../domain/vietqr/banks.ts';
import { buildVietQr } from '../../domain/vietqr/vietqr.ts';
import type { CardProgress } from '../../services/identity/card-reading.ts';
import type { JourneyContext } from '../../services/journey/context.ts';
import type { JourneyState } from '../../services/journey/journeys.ts';
import { pagesOf, papersOf, procedureOf } from '../../services/journey/machine.ts';
import type { Running } from '../../services/running.ts';

type Language = JourneyContext['language'];
type Has = Partial<Record<'person' | 'procedures' | 'procedure' | 'fields' | 'papers' | 'fee' | 'pay' | 'dossier' | 'slip', true>>;

/** What each station shows; the rest never leaves main. */
const SHOWS: Readonly<Record<Station, Has>> = {
  attract: {},
  notice: {},
  identify: { person: true },
  procedure: { person: true, procedures: true },
  form: { person: true, procedure: true, fields: true },
  papers: { procedure: true, papers: true },
  review: { person: true, procedure: true, fields: true, papers: true, fee: true },
  pay: { procedure: true, fee: true, pay: true },
  file: { procedure: true, dossier: true },
  slip: { procedure: true, dossier: true, slip: true },
  rating: { dossier: true },
  goodbye: { dossier: true },
};

/** What is shown beside the journey and kept nowhere. */
export type Beside = {
  readonly canReadCard: boolean;
  readonly card: CardProgress | null;
  /** The chip's portrait as a JPEG. */
  readonly portrait: Uint8Array | null;
  /** An officer confirms what is paid. */
  readonly byOfficer: boolean;
  /** How long saved papers are kept. */
  readonly savedPapersDays: number;
};

export function viewOf({ journeys, cardReading, transfers, savedPapers }: Pick<Running, 'journeys' | 'cardReading' | 'transfers' | 'savedPapers'>, catalogue: Catalogue, now: number): JourneyView {
  const state = journeys.foreground();
  const beside = { canReadCard: cardReading.available(), card: cardReading.progress(), portrait: cardReading.portrait(state.context.id), byOfficer: transfers !== null, savedPapersDays: savedPapers.days };
  return journeyView(state, beside, catalogue, now);
}

export function journeyView(state: JourneyState, beside: Beside, catalogue: Catalogue, now: number): JourneyView {
  const { context, step } = state;
  const [stationName, inner] = step.split('.') as [Station, string | undefined];
  // What goes on behind the scenes has no screen.
  const station: Station = stationName in SHOWS ? stationName : 'attract';
  const shows = SHOWS[station];
  const { language } = context;
  const procedure = procedureOf(catalogue, context);
  const problem = state.storageProblem ?? context.problem;

  return {
    id: context.id || null,
    kind: context.kind,
    station,
    language,
    ...(problem && { problem }),
    ...(shows.person && context.identity && inner !== 'waiting' && { person: personView(context, beside.portrait) }),
    ...(station === 'identify' && { identify: identifyView(inner ?? '', beside) }),
    ...(shows.procedures && { procedures: procedureCards(catalogue, context, now) }),
    ...(shows.procedure && procedure && { procedure: procedureView(procedure, language) }),
    ...(shows.fields && procedure && { fields: fieldViews(procedure, context, now) }),
    ...(shows.papers && procedure && { papers: paperViews(procedure, context) }),
    ...(step === 'papers.saving' && procedure && { saving: { papers: papersToSave(procedure, context), days: beside.savedPapersDays } }),
    ...(shows.papers && context.emptyPages && { emptyPages: context.emptyPages }),
    ...(context.scanningPaper && { scanning: { paperId: context.scanningPaper } }),
    ...(shows.fee && context.fee && { fee: feeView(context.fee, language) }),
    ...(shows.pay && context.payment && { pay: payView(context.payment, inner ?? '', beside.byOfficer) }),
    ...(station === 'file' && { filing: { step: inner as 'registering' | 'sending' | 'accepted' | 'queued' } }),
    ...(shows.dossier &&
      context.dossier && {
        dossier: {
          code: context.dossier.code,
          secret: context.dossier.secret,
          lookup: lookupUrlData(context.dossier.code, context.dossier.secret),
          receivedAt: context.dossier.receivedAt,
          ...(context.dossier.dueAt !== undefined && { dueAt: context.dossier.dueAt }),
          provisional: !context.dossier.portalAccepted,
        },
      }),
    ...(shows.slip && { slip: { step: inner as 'printing' | 'waiting' | 'printed', copy: context.slip.copy, ...(inner === 'printed' && !context.slip.confirmed && { unconfirmed: true as const }), ...(context.payment?.paidAt !== undefined && { paid: true as const }) } }),
    ...(context.rating !== undefined && { rating: context.rating }),
    attention: state.attention.state === 'warned' ? { state: 'warned', endsAt: state.attention.endsAt } : { state: 'present' },
    can: { back: state.can.back, next: state.can.next, cancel: state.can.leave },
    revision: state.revision,
  };
}

function identifyView(inner: string, { canReadCard, card }: Beside): NonNullable<JourneyView['identify']> {
  return { step: inner as NonNullable<JourneyView['identify']>['step'], canReadCard, ...(card && inner === 'reading' && { card }) };
}

function personView({ identity, card }: JourneyContext, portrait: Uint8Array | null): PersonView {
  const { number, fullName, birthDate, sex, residence } = identity!;
  return {
    number: number.value,
    ...(fullName && { fullName: fullName.value }),
    ...(birthDate && { birthDate: birthDate.value }),
    ...(sex && { sex: sex.value }),
    ...(residence && { residence: residence.value }),
    source: card ? 'chip' : (fullName?.source ?? number.source),
    ...(card && { verdict: card.overall }),
    // Of the chip that this person's card was read from; another one's may have been read before it.
    ...(portrait && card && { portrait: `data:image/jpeg;base64,${Buffer.from(portrait).toString('base64')}` }),
  };
}

function procedureCards(catalogue: Catalogue, { kind, language, answers }: JourneyContext, now: number): ProcedureCardView[] {
  return catalogue
    .all(vietnamDay(now))
    .filter(({ selfService }) => selfService || kind === 'assisted')
    .map((procedure) => ({
      ...procedureView(procedure, language),
      field: procedure.field.name[language],
      fee: feeSummary(procedure, language, kind === 'assisted' ? 'inPerson' : 'online'),
      time: timeSummary(procedure.time, language),
      papers: papersOf(procedure, { caseId: procedure.cases[0]?.id, answers } as JourneyContext).map(({ name }) => name[language]),
    }));
}

function procedureView(procedure: Procedure, language: Language) {
  const { code, name, plainName, verified } = procedure;
  return { code, name: name[language], plainName: plainName[language], verified };
}

const WORDS = {
  free: { vi: 'Không thu phí', en: 'No fee' },
  askOfficer: { vi: 'Hỏi cán bộ', en: 'Ask the officer' },
  sameDay: { vi: 'Trong ngày', en: 'The same day' },
  case: { vi: 'Trường hợp của ông/bà', en: 'Your case' },
} satisfies Record<string, Translated>;

function feeSummary(procedure: Procedure, language: Language, channel: 'inPerson' | 'online'): string {
  const rules = procedure.fees.filter((rule) => rule.channel === undefined || rule.channel === channel);
  if (rules.some(({ unknown }) => unknown)) return WORDS.askOfficer[language];
  const least = Math.min(...rules.map(({ unitAmount }) => unitAmount));
  if (rules.length === 0 || least === 0) return WORDS.free[language];
  const each = rules.some(({ perUnitField }) => perUnitField) ? (language === 'vi' ? ' một bản' : ' a copy') : '';
  return `${formatDong(dong(least))}${each}`;
}

function timeSummary(time: TimeRule, language: Language): string {
  switch (time.kind) {
    case 'sameDay':
      return WORDS.sameDay[language];
    case 'workingDays':
      return language === 'vi' ? `${time.days} ngày làm việc` : `${time.days} working days`;
    case 'workingHours':
      return language === 'vi' ? `${time.hours} giờ làm việc` : `${time.hours} working hours`;
    case 'unknown':
      return WORDS.askOfficer[language];
  }
}

function fieldViews(procedure: Procedure, context: JourneyContext, now: number): FieldView[] {
  const { answers, sources, language, caseId, formChecked } = context;
  const problems = formChecked ? checkForm(procedure, answers, { ...(caseId && { caseId }), today: vietnamDay(now) }) : {};
  const fields = visibleFields(procedure, answers, caseId).map((field): FieldView => {
    const source = sources[field.id];
    const error = problems[field.id];
    return {
      id: field.id,
      label: field.label[language],
      ...(field.help && { help: field.help[language] }),
      type: field.type,
      required: field.required,
      ...(field.options && { options: field.options.map(({ value, label }) => ({ value, label: label[language] })) }),
      ...(field.maxLength !== undefined && { maxLength: field.maxLength }),
      ...(field.example !== undefined && { example: exampleOf(field) }),
      value: answers[field.id] ?? '',
      ...(source && { source }),
      ...(error && { error }),
    };
  });
  if (procedure.cases.length < 2) return fields;
  const cases = procedure.cases.map(({ id, name }) => ({ value: id, label: name[language] }));
  return [{ id: CASE, label: WORDS.case[language], type: 'choice', required: true, options: cases, value: caseId ?? '' }, ...fields];
}

const exampleOf = (field: FormField): string => field.example!;

function paperViews(procedure: Procedure, context: JourneyContext): PaperView[] {
  return papersOf(procedure, context).map((paper) => ({
    id: paper.id,
    name: paper.name[context.language],
    ...(paper.help && { help: paper.help[context.language] }),
    required: paper.required,
    originals: paper.originals,
    copies: paper.copies,
    documents: pagesOf(context, paper.id).map((page) => pageView(page, context.kind)),
    ...offersFor(paper.id, procedure, context),
    ...savedFor(paper, procedure, context),
    ...(context.kind === 'assisted' && { handedIn: handedInView(paper, context.handedIn?.[paper.id] ?? NOTHING_COUNTED) }),
  }));
}

const NOTHING_COUNTED = { originals: 0, copies: 0 };

function handedInView(asked: Counted, counted: Counted): NonNullable<PaperView['handedIn']> {
  return { ...counted, missing: stillMissing(asked, counted) };
}

/** What was scanned once in this dossier is offered again. */
function offersFor(paperId: string, procedure: Procedure, context: JourneyContext): Pick<PaperView, 'offers'> {
  if (pagesOf(context, paperId).length > 0) return {};
  const offers = papersOf(procedure, context).flatMap(({ id, name }) => {
    const pages = pagesOf(context, id);
    return id === paperId || pages.length === 0 || pages.some(isDoubtful) ? [] : [{ paperId: id, name: name[context.language], pages: pages.length }];
  });
  return offers.length > 0 ? { offers } : {};
}

/** What was scanned for an earlier dossier is offered again, where its owner let it be kept. */
function savedFor(paper: Paper, procedure: Procedure, context: JourneyContext): Pick<PaperView, 'saved'> {
  if (!mayUseSaved(context.card) || pagesOf(context, paper.id).length > 0) return {};
  const saved = context.saved?.find(({ kind }) => kind === kindOf(procedure, paper));
  return saved?.pages[0] ? { saved: { id: saved.id, savedAt: saved.savedAt, pages: saved.pages.length, page: saved.pages[0].id } } : {};
}

function papersToSave(procedure: Procedure, context: JourneyContext): readonly string[] {
  return papersOf(procedure, context).flatMap(({ id, name }) => (pagesOf(context, id).some((page) => !page.saved) ? [name[context.language]] : []));
}

function pageView(page: KeptPage, kind: JourneyContext['kind']): PageView {
  const doubtful = isDoubtful(page);
  const flaw = page.flaws?.[0];
  return {
    id: page.id,
    bytes: page.bytes,
    ...(flaw && { flaw }),
    ...(doubtful && { doubtful }),
    ...(doubtful && (kind === 'assisted' || citizenMayKeep(page)) && { mayKeep: true as const }),
  };
}

function feeView(fee: FeeStatement, language: Language): FeeView {
  return {
    lines: fee.lines.map(({ name, quantity, unitAmount, amount, waiver }) => ({
      name: name[language],
      quantity,
      unitAmount,
      amount,
      ...(waiver && { waiver: waiver[language] }),
    })),
    total: fee.total,
    ...(fee.unknown && { unknown: fee.unknown.map((name) => name[language]) }),
  };
}

const PAY_STEPS: Readonly<Record<string, PayView['step']>> = {
  creating: 'creating',
  shown: 'shown',
  underPaid: 'underPaid',
  expiring: 'checking',
  closing: 'cancelling',
  unknown: 'checking',
  expired: 'expired',
  unavailable: 'unavailable',
};

function payView(payment: NonNullable<JourneyContext['payment']>, inner: string, byOfficer: boolean): PayView {
  const { amount, amountPaid, payee, description, expiresAt } = payment;
  const bank = payee && bankName(payee.bin);
  return {
    step: PAY_STEPS[inner] ?? 'checking',
    amount,
    amountPaid,
    ...(payment.qr && { qr: qrToPay(payment) }),
    ...(payee && { payee: payee.name, account: payee.account }),
    ...(bank && { bank }),
    purpose: description,
    bill: description,
    expiresAt,
    ...(byOfficer && { byOfficer }),
  };
}

/** Once part has come, the QR asks for the rest only. */
function qrToPay({ qr, amount, amountPaid, payee, description }: NonNullable<JourneyContext['payment']>): string {
  if (amountPaid === 0 || amountPaid >= amount || !payee) return qr!;
  const rest = buildVietQr({ bin: payee.bin, account: payee.account, service: 'QRIBFTTA', amount: amount - amountPaid, bill: description, purpose: description });
  return rest.ok ? rest.value : qr!;
}
