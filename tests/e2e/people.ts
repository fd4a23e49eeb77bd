// Officers and technicians sign in by the bridge of their own window.

import type { Page } from '@playwright/test';
import type { Program } from './program.ts';

export async function signInOfficer(page: Page, pin: string, officerId = 'an'): Promise<void> {
  const reply = await page.evaluate((request) => window.motCua.staff.signIn(request), { officerId, pin });
  if (!reply.ok || !reply.value.signedIn) throw new Error(`the officer is not signed in: ${JSON.stringify(reply)}`);
}

export async function signInTechnician(page: Page, pin: string): Promise<void> {
  const reply = await page.evaluate((request) => window.motCua.technician.signIn(request), { pin });
  if (!reply.ok || !reply.value.signedIn) throw new Error(`the technician is not signed in: ${JSON.stringify(reply)}`);
}

/** By the key chord. Sent by main, as the system would: a key that a debugger sends does not pass through the window. */
export async function openTechnician(program: Program): Promise<Page> {
  await program.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows().filter(({ webContents }) => /^app:\/\/(citizen|staff)\//.test(webContents.getURL()));
    window!.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'T', modifiers: ['control', 'alt', 'shift'] });
  });
  return program.window('technician');
}
