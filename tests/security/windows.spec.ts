// What the windows are at run time: their preferences, their policy, and what a page that wants out comes to.

import { expect, test } from '../e2e/program.ts';
import type { Program } from '../e2e/program.ts';

const PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
};

async function preferences(program: Program): Promise<Record<string, Record<string, unknown>>> {
  return program.app.evaluate(({ webContents }) =>
    Object.fromEntries(
      // A window that is just being made has no address yet.
      webContents.getAllWebContents().map((contents) => [new URL(contents.getURL() || 'about:blank').host, (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()]),
    ),
  );
}

test('every window is sandboxed, isolated and without Node', async ({ place }) => {
  const program = await place.start();
  const page = await program.window('citizen');
  await program.logged('app.ready');
  await expect.poll(async () => Object.keys(await preferences(program)).sort()).toEqual(['citizen', 'studio']);
  for (const [host, found] of Object.entries(await preferences(program))) {
    expect(found, host).toMatchObject(PREFERENCES);
    // Electron leaves these out where they are off.
    for (const off of ['nodeIntegrationInWorker', 'navigateOnDragDrop', 'experimentalFeatures', 'allowRunningInsecureContent', 'enableWebSQL']) expect(found[off] ?? false, `${host} ${off}`).toBe(false);
  }
  expect(await page.evaluate(() => [typeof (globalThis as never)['require'], typeof (globalThis as never)['process'], typeof (globalThis as never)['module']])).toEqual(['undefined', 'undefined', 'undefined']);
  expect(await page.evaluate(() => Object.keys(window.motCua).sort())).toEqual(['camera', 'counter', 'journey', 'lookUp', 'role', 'window']);
});

test('the policy forbids inline scripts, strings as code, other hosts and frames', async ({ place }) => {
  const program = await place.start();
  const page = await program.window('citizen');
  const policy = await page.evaluate(async () => {
    const violations = new Set<string>();
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => violations.add(effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.wasRun = true';
    document.body.append(script);
    const frame = document.createElement('iframe');
    frame.src = 'app://staff/staff/index.html';
    document.body.append(frame);
    const image = document.createElement('img');
    image.src = 'https://example.org/x.png';
    document.body.append(image);
    // Not eval(): what a debugger runs may use it whatever the policy says; a later callback may not.
    setTimeout('window.evaluated = true', 0);
    const fetched = await fetch('https://example.org/').then(
      () => true,
      () => false,
    );
    const end = Date.now() + 30_000;
    while (violations.size < 5 && Date.now() < end) await new Promise((done) => setTimeout(done, 50));
    return { violations: [...violations].sort(), wasRun: 'wasRun' in window, evaluated: 'evaluated' in window, fetched };
  });
  expect(policy).toEqual({ violations: ['connect-src', 'frame-src', 'img-src', 'script-src', 'script-src-elem'], wasRun: false, evaluated: false, fetched: false });
});

test('a page can open no window, go nowhere, download nothing and gets no permission', async ({ place }) => {
  const program = await place.start();
  const page = await program.window('citizen');
  const address = page.url();
  const outcome = await page.evaluate(async () => {
    const opened = window.open('app://citizen/citizen/index.html');
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      (error: Error) => error.name,
    );
    const notifications = await Notification.requestPermission();
    const geolocation = await navigator.permissions.query({ name: 'geolocation' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['x']));
    link.download = 'x.txt';
    link.click();
    location.href = 'https://example.org/';
    return { opened: opened === null, camera, notifications, geolocation: geolocation.state };
  });
  expect(outcome).toMatchObject({ opened: true, notifications: 'denied', geolocation: 'denied' });
  expect(outcome.camera).toMatch(/NotAllowedError|NotFoundError/);
  await program.logged('app.denied', ({ what }) => what === 'newWindow');
  await program.logged('app.denied', ({ what }) => what === 'navigation');
  await program.logged('app.denied', ({ what }) => what === 'download');
  expect(page.url()).toBe(address);
  expect(program.app.windows().filter((candidate) => candidate.url().startsWith('app://citizen')).length).toBe(1);
});

test('only files of the windows are served', async ({ place }) => {
  const program = await place.start();
  await program.window('citizen');
  const paths = ['/citizen/index.html', '/../package.json', '/..%2f..%2fpackage.json', '/%2e%2e/main/main.cjs', '/citizen/', '/nothing.js'];
  const statuses = await program.app.evaluate(
    ({ session }, all) => Promise.all(all.map(async (path) => (await session.fromPartition('mot-cua', { cache: false }).fetch(`app://citizen${path}`)).status)),
    paths,
  );
  expect(statuses).toEqual([200, 404, 404, 404, 404, 404]);
});
