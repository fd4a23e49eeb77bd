// The system packages that running and testing need on Debian and Ubuntu, and their installation.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { command } from './command.mjs';
import { SetupError } from './progress.mjs';

/** What is needed and why. A list inside is a choice: releases differ in the package's name. */
const needed = [
  // Electron's libraries, and a display without a screen.
  'libnss3', 'libatk1.0-0', 'libatk-bridge2.0-0', 'libcups2', 'libgtk-3-0', 'libgbm1', 'libxss1',
  ['libasound2', 'libasound2t64'], 'xvfb', 'xauth',
  // Drivers: HID, smart cards, scanners.
  'libusb-1.0-0', 'libudev1', 'libpcsclite1', 'sane-utils',
  // The bench: pseudo terminals, a smart-card service with a virtual reader in a network of its own.
  'socat', 'pcscd', 'vsmartcard-vpcd', 'opensc', 'iproute2', 'util-linux',
  // Independent judges: QR codes, pictures, PDF, certificates, PACE, eSCL.
  'zbar-tools', 'imagemagick', 'poppler-utils', 'openssl', 'libeac-dev', 'libssl-dev', ['pkg-config', 'pkgconf'],
  'sane-airscan', 'unpaper',
  // A page printer that speaks IPP.
  'cups-ipp-utils', 'dbus', 'avahi-daemon',
  // A build of the native database where only an old runtime can be had.
  'g++', 'make', 'python3',
];

/** Taken where the release has them: Ubuntu's browser is no Debian package, and the screens' tests then name another. */
const welcome = ['chromium'];

/** Installed packages and the names that they provide. */
function installedNames() {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}\t${Package}\t${Provides}\n'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const names = new Set();
  for (const line of query.stdout.split('\n')) {
    const [status, name, provides] = line.split('\t');
    if (status !== 'installed') continue;
    names.add(name);
    for (const provided of (provides ?? '').split(',')) names.add(provided.trim().split(/[ (:]/)[0]);
  }
  return names;
}

/** True where apt knows a version of the package that can be installed. */
function isAvailable(name) {
  const policy = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return /Candidate: (?!\(none\))/.test(policy.stdout ?? '');
}

/** The packages that are missing, each with the names that it may have; empty on systems without dpkg. */
export function missingPackages() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return [];
  const installed = installedNames();
  const isMissing = (choice) => !choice.some((name) => installed.has(name));
  const missing = needed.map((entry) => (Array.isArray(entry) ? entry : [entry])).filter(isMissing);
  const offered = welcome.map((name) => [name]).filter((choice) => isMissing(choice) && choice.some(isAvailable));
  return [...missing, ...offered];
}

/** Installs what is missing, or throws with the line that the user has to run. */
export async function installPackages(missing, progress) {
  const pick = () => missing.map((choice) => choice.find(isAvailable) ?? choice[0]);
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `System packages are missing. Run this once, then start again:\n\n` +
        `  sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${pick().join(' ')}\n`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  const install = () =>
    command('apt-get', ['install', '--yes', '--no-install-recommends', ...pick()], { env, timeout: 15 * 60_000 });
  const update = () => command('apt-get', ['update'], { env, timeout: 5 * 60_000 });

  const readList = () => progress.step('Reading the list of system packages', update);
  if (missing.some((choice) => !choice.some(isAvailable))) await readList();
  await progress.step(`Installing system packages: ${pick().join(' ')}`, async () => {
    try {
      await install();
    } catch {
      // An old list names versions that are no longer served.
      await readList();
      await install();
    }
  });
}
