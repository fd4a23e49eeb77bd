// A page like a bank's application on a phone: it shows the latest order and pays it, in full, less or more.

export const phonePage = () => `<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ngân hàng thử</title>
<link rel="icon" href="data:,">
<style>
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #ece7dc; color: #1a1e27; font: 17px/1.5 'Be Vietnam Pro', system-ui, sans-serif; }
  main { width: min(360px, 92vw); background: #fffdf8; border-radius: 28px; padding: 28px 24px 24px; box-shadow: 0 12px 40px #1a1e2722; box-sizing: border-box; }
  h1 { font-size: 15px; font-weight: 600; margin: 0 0 20px; color: #5b6170; }
  .amount { font-size: 38px; font-weight: 700; font-variant-numeric: tabular-nums; margin: 0; }
  dl { margin: 16px 0 24px; display: grid; grid-template-columns: auto 1fr; gap: 6px 16px; font-size: 15px; }
  dt { color: #5b6170; } dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
  button { width: 100%; min-height: 52px; border: 1px solid #0b6b57; border-radius: 14px; font: inherit; font-weight: 600; background: none; color: #0b6b57; margin-top: 10px; cursor: pointer; }
  button.main { background: #0b6b57; color: #fff; }
  button:disabled { opacity: .4; cursor: default; }
  p.note { margin: 14px 0 0; font-size: 14px; color: #5b6170; min-height: 1.5em; }
</style>
<main>
  <h1>Ngân hàng thử · Test bank</h1>
  <p class="amount" id="amount">–</p>
  <dl><dt>Nội dung</dt><dd id="description">–</dd><dt>Tài khoản</dt><dd id="account">–</dd><dt>Trạng thái</dt><dd id="status">–</dd><dt>Đã trả</dt><dd id="paid">–</dd></dl>
  <button class="main" data-factor="1">Trả đủ · Pay in full</button>
  <button data-factor="0.5">Trả một nửa · Pay half</button>
  <button data-factor="1.5">Trả thừa · Pay too much</button>
  <p class="note" id="note" role="status"></p>
</main>
<script>
  const dong = (n) => n.toLocaleString('vi-VN') + ' đ';
  const show = (id, text) => { document.getElementById(id).textContent = text; };
  let order;
  async function refresh() {
    try {
      order = (await (await fetch('ledger')).json()).orders.at(-1);
      show('amount', order ? dong(order.amount) : 'Chưa có đơn');
      show('description', order?.description ?? '–'); show('account', order?.accountNumber ?? '–');
      show('status', order?.status ?? '–'); show('paid', order ? dong(order.amountPaid) : '–');
    } catch { show('status', 'không liên lạc được'); }
    for (const button of document.querySelectorAll('button')) button.disabled = !order;
  }
  for (const button of document.querySelectorAll('button')) button.onclick = async () => {
    const amount = Math.max(1, Math.round(order.amount * Number(button.dataset.factor)));
    await fetch('pay', { method: 'POST', body: JSON.stringify({ orderCode: order.orderCode, amount }) });
    show('note', 'Đã chuyển ' + dong(amount) + ' · sent');
    await refresh();
  };
  refresh(); setInterval(refresh, 1000);
</script>
</html>
`;
