// What is left when a window breaks: main is told, the person sees a calm sentence, and a reload brings back the journey
// from main, where nothing was lost.

import { Component, type ErrorInfo, type ReactNode } from 'react';
import { ask, bridge } from './bridge.ts';
import styles from './failure.module.css';

const RELOAD_AFTER_MS = 8_000;

export function reportFailure(error: unknown, where = ''): void {
  const name = error instanceof Error ? error.name : 'unknown';
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  // The message may quote what was typed, so only the kind of error and its place are told.
  const place = [stack.split('\n').filter((line) => /^\s*at /.test(line)).join('\n'), where].join('\n');
  void ask(() => bridge().window.failed({ name: name.slice(0, 100), where: place.slice(0, 2000) }));
}

export function reportStrayErrors(): void {
  window.addEventListener('error', (event) => reportFailure(event.error));
  window.addEventListener('unhandledrejection', (event) => reportFailure(event.reason));
}

export class FailureBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    reportFailure(error, info.componentStack ?? '');
    window.setTimeout(() => window.location.reload(), RELOAD_AFTER_MS);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className={styles.calm}>
        <h1>Màn hình cần một lát để mở lại.</h1>
        <p>Những gì ông/bà đã làm vẫn còn nguyên. Xin chờ vài giây.</p>
        <p lang="en">The screen needs a moment. What you have done is safe; please wait a few seconds.</p>
        <button type="button" className={styles.again} onClick={() => window.location.reload()}>
          Mở lại ngay
        </button>
      </main>
    );
  }
}
