// Drives the bench by hand: asks every process for its state once a second and shows it; every button is one call of a
// control API.

const POLL_MS = 1000;
const $ = (id) => document.getElementById(id);

/** An element with attributes and children. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}
const both = (vi, en) => [vi, ' ', h('small', {}, en)];

const dong = (amount) => `${amount.toLocaleString('vi-VN')} đ`;
const clock = (at) =>
  new Date(at).toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

function say(text, bad = false) {
  $('said').textContent = text;
  $('said').className = bad ? 'bad' : '';
}

async function call(device, path, body) {
  const reply = await fetch(
    `api/control/${device}/${path}`,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
  );
  const value = await reply.json();
  if (!reply.ok) throw new Error(value.error ?? reply.status);
  return value;
}

/** Does it, says what was done, shows the new state. */
async function act(device, path, body, said) {
  try {
    await call(device, path, body);
    say(said);
  } catch (error) {
    say(String(error.message ?? error), true);
  }
  await refresh(device);
}

// Faults: kind, Vietnamese, English, parameters.
const HTTP_FAULTS = [
  ['outage', 'Mất kết nối', 'outage'],
  ['hang', 'Không trả lời', 'hangs'],
  ['slow', 'Chậm 5 giây', 'slow, 5 s', { ms: 5000 }],
  ['error-500', 'Lỗi 500', 'error 500'],
  ['wrong-json', 'JSON hỏng', 'wrong JSON'],
  ['lost-reply', 'Làm xong, mất trả lời', 'reply lost'],
  ['reset', 'Đứt kết nối', 'connection reset'],
];
const FAULTS = {
  codeScanner: [
    ['truncated', 'Đứt giữa chừng', 'truncated'],
    ['overlong', 'Quá dài, 8 KB', 'over-long'],
    ['windows-1258', 'Mã Windows-1258', 'wrong code page'],
    ['mojibake', 'Chữ hỏng', 'mojibake'],
    ['noise', 'Nhiễu đầu mã', 'noise'],
    ['no-terminator', 'Thiếu ký tự kết thúc', 'no terminator'],
    ['slow', 'Từng byte một', 'byte by byte', { ms: 20 }],
  ],
  documentScanner: [
    ['jam', 'Kẹt giấy', 'jam'],
    ['cover-open', 'Nắp mở', 'cover open'],
    ['empty', 'Báo hết giấy', 'says empty'],
    ['busy', 'Đang bận', 'busy'],
    ['half-jpeg', 'Nửa ảnh', 'half a JPEG'],
    ['wrong-type', 'Gửi PDF', 'sends a PDF', { type: 'pdf' }],
    ['huge', 'Ảnh khổng lồ', '30,000 pixels'],
    ['redirect', 'Chuyển đi nơi khác', 'redirects'],
    ['slow-page', 'Quét chậm 5 giây', 'slow page', { ms: 5000 }],
    ['unplug', 'Rút dây ở trang 2', 'unplugged at page 2', { atPage: 2 }],
    ...HTTP_FAULTS,
  ],
  gateway: [
    ...HTTP_FAULTS,
    ['bad-signature', 'Chữ ký sai', 'bad signature'],
    ['changed-amount', 'Đổi số tiền', 'changed amount'],
    ['other-order', 'Trả lời đơn khác', 'another order'],
    ['old-answer', 'Trả lời cũ', 'old answer'],
    ['short-description', 'Nội dung 9 ký tự', '9 characters only'],
  ],
  portal: [
    ...HTTP_FAULTS,
    ['trickle', 'Nhỏ giọt trả lời', 'trickles', { ms: 1_000 }],
    ['cut', 'Đứt giữa tệp', 'cut in a file', { on: 'upload', atByte: 300_000 }],
    ['refuse', 'Từ chối hồ sơ', 'refuses'],
    ['forgets-keys', 'Quên mã thông điệp', 'forgets keys'],
    ['clock-skew', 'Đồng hồ chậm 1 giờ', 'clock an hour slow', { seconds: -3_600 }],
    ['html', 'Trang đăng nhập WiFi', 'sign-in page'],
    ['duplicate-reply', 'Trả lời hai lần', 'reply twice'],
    ['duplicate-rows', 'Dòng lặp', 'rows twice'],
    ['extra-fields', 'Thừa trường', 'extra fields'],
    ['missing-fields', 'Thiếu trường', 'missing fields'],
    ['other-types', 'Số thay cho chữ', 'other types'],
    ['one-row-bare', 'Một dòng không danh sách', 'row without list'],
  ],
  pagePrinter: [
    ['paper-out', 'Hết giấy', 'paper out'],
    ['cover-open', 'Nắp mở', 'cover open'],
    ['jam', 'Kẹt giấy', 'jam'],
    ['toner-out', 'Hết mực', 'toner out'],
    ['slow-print', 'In chậm 20 giây', 'slow, 20 s', { ms: 20_000 }],
    ['aborts', 'Máy in bỏ lệnh', 'aborts the job'],
    ['forgets', 'Quên lệnh in', 'forgets the job'],
    ['no-a5', 'Không có A5', 'no A5'],
    ['no-pdf', 'Không đọc PDF', 'no PDF'],
    ...HTTP_FAULTS,
  ],
  receiptPrinter: [
    ['paper-out-after', 'Hết giấy sau 25 mm', 'paper out after 25 mm', { rows: 200 }],
    ['cover-open', 'Nắp mở', 'cover open'],
    ['cutter-jam', 'Kẹt dao cắt', 'cutter jam'],
    ['power-off', 'Mất điện ở byte 5000', 'power off at byte 5000', { atByte: 5000 }],
    ['no-status', 'Không báo trạng thái', 'never answers status'],
    ['slow', 'In chậm 20 mm/s', 'slow', { mmPerSecond: 20 }],
    ['stall', 'Đứng yên', 'stalls'],
  ],
};
const DEVICES = Object.keys(FAULTS);
const section = (device) => document.querySelector(`section[data-device="${device}"]`);

function buildFaults(device) {
  const select = h(
    'select',
    { 'aria-label': 'Lỗi' },
    ...FAULTS[device].map(([kind, vi, en]) => h('option', { value: kind }, `${vi} · ${en}`)),
  );
  const set = (times) => {
    const [kind, vi, , parameters = {}] = FAULTS[device].find(([known]) => known === select.value);
    act(
      device,
      'fault',
      { kind, ...parameters, ...(times === undefined ? {} : { times }) },
      `${vi}: ${times === undefined ? 'đến khi sửa' : 'một lần'}`,
    );
  };
  section(device)
    .querySelector('.faults')
    .append(
      select,
      h('button', { class: 'quiet', onclick: () => set(1) }, ...both('Một lần', 'once')),
      h('button', { class: 'quiet', onclick: () => set() }, ...both('Giữ', 'until healed')),
      h('div', { class: 'active' }),
    );
}

function showFaults(device, faults) {
  const name = (kind) => FAULTS[device].find(([known]) => known === kind)?.[1] ?? kind;
  section(device)
    .querySelector('.faults .active')
    .replaceChildren(
      ...faults.map((fault) =>
        h(
          'button',
          { title: 'heal', onclick: () => act(device, 'heal', { kind: fault.kind }, `Đã sửa: ${name(fault.kind)}`) },
          `${name(fault.kind)}${fault.times === undefined ? '' : ` ×${fault.times}`} ✕`,
        ),
      ),
    );
}

function condition(device, level, text) {
  const output = section(device).querySelector('.condition');
  output.className = `condition ${level}`;
  output.textContent = text;
}

const facts = (rows) =>
  rows.map(([vi, en, value, alarm]) =>
    h('div', { class: alarm ? 'alarm' : undefined }, h('dt', {}, ...both(vi, en)), h('dd', {}, value)),
  );
const nothing = (vi, en) => h('li', { class: 'nothing' }, ...both(vi, en));

// — what each device shows —

let shownSlip;
let followSlips = true;

const show = {
  codeScanner(state) {
    condition(
      'codeScanner',
      state.plugged ? 'good' : 'bad',
      state.plugged ? `sẵn sàng, đã quét ${state.scans.length}` : 'đã rút dây',
    );
    $('unplug-code').setAttribute('aria-pressed', String(!state.plugged));
    $('unplug-code').replaceChildren(...(state.plugged ? both('Rút dây', 'unplug') : both('Cắm lại', 'plug in')));
  },

  pagePrinter(state) {
    const down = state.faults.some((fault) => fault.kind === 'outage');
    condition('pagePrinter', down ? 'bad' : state.reasons.length > 0 ? 'warn' : 'good', down ? 'mất kết nối' : state.reasons.join(', ') || 'sẵn sàng');
    $('sheets').replaceChildren(
      ...(state.jobs.length === 0 ? [h('li', {}, 'chưa in gì')] : []),
      ...state.jobs
        .slice(-4)
        .reverse()
        .map((job) =>
          h('li', {}, h('a', { href: `api/control/pagePrinter/documents/${job.file}`, target: '_blank' }, job.name || job.file), ` ${job.media.slice(4, 6).toUpperCase()} × ${job.copies}, ${job.state}`),
        ),
    );
  },

  documentScanner(state) {
    const words = {
      ScannerAdfEmpty: 'khay trống',
      ScannerAdfLoaded: 'có giấy trong khay',
      ScannerAdfProcessing: 'đang quét',
      ScannerAdfJam: 'kẹt giấy',
      ScannerAdfHatchOpen: 'nắp mở',
    };
    const bad = state.unplugged || state.jammed || state.adf === 'ScannerAdfHatchOpen';
    condition('documentScanner', bad ? 'bad' : 'good', state.unplugged ? 'đã rút dây' : words[state.adf]);
    const name = (sheet) =>
      (sheet.page === undefined ? sheet.type : (PAGE_NAMES[sheet.page]?.[0] ?? sheet.page)) +
      (sheet.rotateDegrees ? ' (lệch)' : '');
    $('feeder').textContent = state.feeder.length === 0 ? 'trống' : state.feeder.map(name).join(', ');
    $('glass').textContent = state.glass === null ? 'trống' : name(state.glass);
    $('scanned').textContent =
      state.scans.length === 0
        ? 'chưa có trang nào'
        : `${state.scans.length} trang, trang cuối lúc ${clock(state.scans.at(-1).at)}`;
    $('plug-pages').setAttribute('aria-pressed', String(state.unplugged));
    $('plug-pages').replaceChildren(...(state.unplugged ? both('Cắm lại', 'plug in') : both('Rút dây', 'unplug')));
    if ($('pages').childElementCount === 0) buildPages(state.pages);
  },

  gateway(state) {
    const down = state.faults.some((fault) => fault.kind === 'outage');
    condition('gateway', down ? 'bad' : 'good', down ? 'mất kết nối' : `${state.orders.length} đơn`);
    const order = state.orders.at(-1);
    for (const id of ['pay-full', 'pay-less', 'pay-more', 'pay-twice']) $(id).disabled = order === undefined;
    $('order').replaceChildren(
      ...(order === undefined
        ? [h('p', {}, ...both('Chưa có đơn nào. Khi người dân đến bước lệ phí, đơn hiện ở đây.', 'No order yet.'))]
        : [
            h('div', { class: 'amount' }, dong(order.amount)),
            h('p', {}, `${order.description} · ${order.accountNumber}`),
          ]),
    );
    const words = {
      PENDING: ['chờ tiền', 'open'],
      PROCESSING: ['đang xử lý', 'open'],
      UNDERPAID: ['trả thiếu', 'open'],
      PAID: ['đã trả', 'received'],
      EXPIRED: ['hết hạn', 'closed'],
      CANCELLED: ['đã hủy', 'closed'],
      FAILED: ['thất bại', 'closed'],
    };
    $('orders').replaceChildren(
      ...state.orders
        .slice(-5)
        .reverse()
        .map((one) =>
          h(
            'li',
            { class: 'record' },
            h('span', {}, `${one.orderCode}`),
            h('span', { class: words[one.status][1] }, words[one.status][0]),
            h(
              'small',
              {},
              `${clock(one.createdAt)} · ${dong(one.amount)} · đã nhận ${dong(one.amountPaid)}${one.transactions.length > 1 ? ` trong ${one.transactions.length} lần` : ''}${one.transactions.some((t) => t.late) ? ' · tiền đến muộn' : ''}`,
            ),
          ),
        ),
    );
  },

  portal(state) {
    const down = state.faults.some((fault) => fault.kind === 'outage');
    condition('portal', down ? 'bad' : 'good', down ? 'mất kết nối' : `${state.dossiers.length} hồ sơ`);
    $('portal-outage').setAttribute('aria-pressed', String(down));
    $('portal-outage').replaceChildren(...(down ? both('Nối lại', 'reconnect') : both('Cắt mạng', 'outage')));
    $('dossiers').replaceChildren(
      ...(state.dossiers.length === 0
        ? [nothing('Chưa có hồ sơ nào.', 'No dossier yet.')]
        : state.dossiers
            .slice(-5)
            .reverse()
            .map((dossier) =>
              h(
                'li',
                { class: 'record' },
                h('span', {}, dossier.code),
                h(
                  'span',
                  { class: 'received' },
                  dossier.registrations === 1 ? 'đã nhận' : `nhận ${dossier.registrations} lần`,
                ),
                h(
                  'small',
                  {},
                  `${dossier.data.TenTTHC} · ${dossier.documents.length}/${(dossier.data.TaiLieuNop ?? []).length} tệp · tiến độ ${dossier.progress.length} · ${clock(dossier.firstAt)}`,
                ),
              ),
            )),
    );
    const last = state.refused.at(-1);
    $('portal-facts').replaceChildren(
      ...facts([
        ['Gửi lặp', 'duplicates', String(state.duplicates.length + state.repeatedDocuments)],
        [
          'Từ chối',
          'refused',
          last === undefined ? '0' : `${state.refused.length}; ${last.message}`,
          last !== undefined,
        ],
        ...(state.unknownFields.length > 0
          ? [['Trường lạ', 'unknown fields', state.unknownFields.join(', '), true]]
          : []),
      ]),
    );
  },

  receiptPrinter(state) {
    const { paper, coverOpen, cutterJammed } = state.condition;
    const problem = !state.powered
      ? 'tắt điện'
      : paper === 'out'
        ? 'hết giấy'
        : coverOpen
          ? 'nắp mở'
          : cutterJammed
            ? 'kẹt dao'
            : undefined;
    condition(
      'receiptPrinter',
      problem ? 'bad' : paper === 'low' ? 'warn' : 'good',
      problem ?? (paper === 'low' ? 'gần hết giấy' : state.connections > 0 ? 'đã nối' : 'chờ'),
    );
    $('paper-out').setAttribute('aria-pressed', String(paper === 'out'));
    $('paper-low').setAttribute('aria-pressed', String(paper === 'low'));
    $('power').setAttribute('aria-pressed', String(!state.powered));
    $('power').replaceChildren(...(state.powered ? both('Tắt điện', 'power off') : both('Bật điện', 'power on')));
    $('printer-facts').replaceChildren(
      ...facts([
        ['Trong bộ đệm', 'buffered', `${state.bufferedBytes.toLocaleString('vi-VN')} byte`],
        ['Dưới đầu in', 'head', `${(state.rowsUnderHead / 8).toLocaleString('vi-VN')} mm`],
        ...(state.errors.length > 0
          ? [['Lỗi lệnh', 'errors', `${state.errors.length}; ${state.errors.at(-1).error}`, true]]
          : []),
      ]),
    );
    const slips = state.slips.slice(-12);
    if (followSlips || !slips.some((slip) => slip.file === shownSlip)) shownSlip = slips.at(-1)?.file;
    $('slips').replaceChildren(
      ...slips.map((slip) =>
        h(
          'button',
          {
            class: 'quiet',
            'aria-pressed': String(slip.file === shownSlip),
            title: slip.why,
            onclick: () => {
              shownSlip = slip.file;
              followSlips = slip === slips.at(-1);
              last.receiptPrinter = '';
              refresh('receiptPrinter');
            },
          },
          slip.kind === 'slip' ? `Phiếu ${slip.number}` : `Rách ${slip.number}`,
        ),
      ),
    );
    const slip = slips.find((one) => one.file === shownSlip);
    $('slip').className = slip?.kind === 'torn' ? 'torn' : '';
    $('slip').replaceChildren(
      slip === undefined
        ? h('p', { class: 'nothing' }, ...both('Chưa có phiếu nào', 'no slip yet'))
        : h('img', {
            src: `api/control/receiptPrinter/slips/${slip.file}?${slip.at}`,
            alt: `${slip.file}, ${slip.width} × ${slip.height}`,
            width: slip.width,
            height: slip.height,
          }),
    );
  },
};

function showChip(state) {
  const [{ state: where, card }] = state.readers;
  const words = {
    empty: ['good', 'trống'],
    inserted: ['good', `có thẻ của ${state.holders?.[card?.persona] ?? card?.persona}`],
    lifted: ['warn', 'thẻ đã nhấc'],
    'waiting-for-service': ['bad', 'dịch vụ thẻ không chạy'],
  };
  condition('chip', ...words[where]);
  $('lift').disabled = where === 'empty';
  $('put-back').disabled = where !== 'empty' || card === undefined;
  const { apdus, bytesIn, bytesOut } = state.totals;
  $('chip-facts').replaceChildren(
    ...facts([
      ['Số lệnh', 'commands', `${apdus}; ${(bytesIn + bytesOut).toLocaleString('vi-VN')} byte`],
      ...(card === undefined ? [] : [['Thẻ', 'card', `${card.profile} · CAN ${card.can}`]]),
    ]),
  );
}

async function buildChip(bench) {
  $('with-chip').hidden = !bench.chip;
  $('no-chip').hidden = bench.chip;
  if (!bench.chip) {
    condition('chip', 'warn', 'không có');
    $('no-chip').textContent = bench.chipMissing ?? 'Bàn thử được mở không có chip · started without --chip';
    return;
  }
  const [profiles, holders, { forgeries }] = await Promise.all(['profiles', 'personas', 'choices'].map((what) => call('chip', what)));
  const names = Object.fromEntries(holders.map((holder) => [holder.id, holder.name]));
  show.chip = (state) => showChip({ ...state, holders: names });
  $('profile').append(...profiles.map(({ name, about }) => h('option', { value: name, title: about }, name)));
  $('forgery').append(...forgeries.map((name) => h('option', { value: name }, name)));
  const insert = (holder) => () =>
    act(
      'chip',
      'insert',
      { persona: holder.id, profile: $('profile').value, ...($('forgery').value && { forgery: $('forgery').value }) },
      `Đã đặt thẻ của ${holder.name}`,
    );
  $('holders').append(
    ...holders.map((holder) =>
      h(
        'li',
        {},
        h(
          'button',
          { class: 'row', onclick: insert(holder) },
          h('span', {}),
          h('span', {}, h('b', {}, holder.name), h('small', {}, holder.number)),
          h('span', { class: 'go' }, ...both('Đặt thẻ', 'lay down')),
        ),
      ),
    ),
  );
  $('lift').addEventListener('click', () => act('chip', 'remove', {}, 'Đã nhấc thẻ'));
  $('put-back').addEventListener('click', () => act('chip', 'insert', { same: true }, 'Đã đặt lại thẻ'));
  for (const [id, service] of [['pcsc-dead', 'dead'], ['pcsc-bare', 'withoutReaders']]) {
    $(id).addEventListener('click', async () => {
      const down = $(id).getAttribute('aria-pressed') === 'true';
      const body = JSON.stringify({ service: down ? 'up' : service });
      const reply = await fetch('api/pcsc', { method: 'POST', body });
      for (const other of ['pcsc-dead', 'pcsc-bare']) $(other).setAttribute('aria-pressed', 'false');
      $(id).setAttribute('aria-pressed', String(!down && reply.ok));
      say(reply.ok ? 'Đã đổi dịch vụ thẻ' : (await reply.json()).error, !reply.ok);
    });
  }
  const tick = async () => {
    await refresh('chip');
    setTimeout(tick, POLL_MS);
  };
  void tick();
}

const last = {};
async function refresh(device) {
  try {
    const state = await call(device, 'state');
    const text = JSON.stringify(state);
    // What has not changed is left alone, so that focus and selection stay where they are.
    if (last[device] === text) return;
    last[device] = text;
    show[device](state);
    if (state.faults) showFaults(device, state.faults);
  } catch (error) {
    last[device] = '';
    condition(device, 'bad', 'tiến trình không chạy');
    section(device).querySelector('.condition').title = String(error.message);
  }
}

const PAGE_NAMES = {
  declaration: ['Tờ khai', 'declaration'],
  'card-copy': ['Bản chụp căn cước', 'card copy'],
  certificate: ['Giấy khai sinh', 'certificate'],
  letter: ['Giấy giới thiệu', 'letter'],
  empty: ['Trang trắng', 'empty'],
};

function buildPages(names) {
  const sheet = (page) => ($('crooked').checked ? { page, rotateDegrees: 2.5, shiftMm: [3, -2], dirt: 0.2 } : { page });
  $('pages').append(
    ...names.map((page) =>
      h(
        'li',
        {},
        h(
          'figure',
          {},
          h('img', { src: `api/control/documentScanner/preview/${page}`, alt: '', loading: 'lazy' }),
          h('figcaption', {}, PAGE_NAMES[page]?.[0] ?? page),
          h(
            'button',
            {
              class: 'quiet',
              title: 'add to the feeder',
              onclick: () =>
                act(
                  'documentScanner',
                  'load',
                  { add: true, pages: [sheet(page)] },
                  `Vào khay: ${PAGE_NAMES[page]?.[0] ?? page}`,
                ),
            },
            '+ khay',
          ),
          h(
            'button',
            {
              class: 'quiet',
              title: 'lay on the glass',
              onclick: () =>
                act(
                  'documentScanner',
                  'load',
                  { source: 'glass', pages: [sheet(page)] },
                  `Lên mặt kính: ${PAGE_NAMES[page]?.[0] ?? page}`,
                ),
            },
            'mặt kính',
          ),
        ),
      ),
    ),
  );
}

async function build() {
  const [bench, { personas }] = await Promise.all([
    (await fetch('api/bench')).json(),
    (await fetch('api/personas')).json(),
  ]);
  $('about').textContent =
    `${bench.settingsFile} · PIN kỹ thuật ${bench.pins.technician}, cán bộ (an, binh) ${bench.pins.officer}`;
  $('personas').append(
    ...personas.map((person) =>
      h(
        'li',
        {},
        h(
          'button',
          {
            class: 'row',
            onclick: () => act('codeScanner', 'scan', { text: person.qr }, `Đã quét mã của ${person.name}`),
          },
          h('img', { src: `api/qr?text=${encodeURIComponent(person.qr)}`, alt: '' }),
          h('span', {}, h('b', {}, person.name), h('small', {}, person.about)),
          h('span', { class: 'go' }, ...both('Quét', 'scan')),
        ),
      ),
    ),
  );
  DEVICES.forEach(buildFaults);
  await buildChip(bench);

  const on = (id, listener) => $(id).addEventListener('click', listener);
  const pressed = (id) => $(id).getAttribute('aria-pressed') === 'true';
  $('scan-form').addEventListener('submit', (event) => {
    event.preventDefault();
    if ($('scan-text').value !== '') act('codeScanner', 'scan', { text: $('scan-text').value }, 'Đã quét');
  });
  on('unplug-code', () =>
    pressed('unplug-code')
      ? act('codeScanner', 'replug', {}, 'Đã cắm lại')
      : act('codeScanner', 'unplug', {}, 'Đã rút dây'),
  );
  on('empty-feeder', () => act('documentScanner', 'load', { pages: [] }, 'Khay trống'));
  on('plug-pages', () =>
    pressed('plug-pages')
      ? act('documentScanner', 'plug', {}, 'Đã cắm lại')
      : act('documentScanner', 'unplug', {}, 'Đã rút dây'),
  );
  const pay =
    (factor, copies = 1) =>
    async () => {
      const order = (await call('gateway', 'ledger')).orders.at(-1);
      const missing = Math.max(order.amount - order.amountPaid, 0) || order.amount;
      const amount = Math.max(1, Math.round(missing * factor));
      await act(
        'gateway',
        'pay',
        { orderCode: order.orderCode, amount, copies },
        `Đã chuyển ${dong(amount)}${copies > 1 ? ' hai lần' : ''}`,
      );
    };
  on('pay-full', pay(1));
  on('pay-less', pay(0.5));
  on('pay-more', pay(1.5));
  on('pay-twice', pay(1, 2));
  on('portal-outage', () =>
    pressed('portal-outage')
      ? act('portal', 'heal', { kind: 'outage' }, 'Cổng đã nối lại')
      : act('portal', 'fault', { kind: 'outage' }, 'Cổng mất kết nối'),
  );
  on('paper-out', () => act('receiptPrinter', 'paper', { state: 'out' }, 'Máy in hết giấy'));
  on('paper-low', () => act('receiptPrinter', 'paper', { state: 'low' }, 'Máy in gần hết giấy'));
  on('refill', () => act('receiptPrinter', 'paper', { refill: true }, 'Đã thay giấy'));
  on('power', () =>
    pressed('power')
      ? act('receiptPrinter', 'power', { on: true }, 'Đã bật điện')
      : act('receiptPrinter', 'power', { on: false }, 'Đã tắt điện'),
  );
  on('heal-all', async () => {
    await Promise.all(DEVICES.map((device) => act(device, 'heal', {}, 'Đã sửa mọi thứ')));
  });
  on('reset-all', async () => {
    if (!window.confirm('Xóa sổ sách của mọi thiết bị thử?')) return;
    await Promise.all(DEVICES.map((device) => act(device, 'reset', {}, 'Đã xóa sổ sách')));
  });

  const tick = async () => {
    await Promise.all(DEVICES.map(refresh));
    setTimeout(tick, POLL_MS);
  };
  await tick();
}

build().catch((error) => say(String(error.message ?? error), true));
