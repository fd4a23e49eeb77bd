// The inactivity clock beside the journey: present → warned (with a countdown) → gone. Pure; it is not kept: after a
// restart it begins with the warning, since nobody knows who stands there now.

export type Attention = { readonly state: 'present'; readonly since: number } | { readonly state: 'warned'; readonly endsAt: number };

export type AttentionTimes = { readonly inactivityMs: number; readonly countdownMs: number };

export function touched(now: number): Attention {
  return { state: 'present', since: now };
}

export function warned(now: number, { countdownMs }: AttentionTimes): Attention {
  return { state: 'warned', endsAt: now + countdownMs };
}

/** When the clock next has something to do, ms since 1970. */
export function attentionDue(attention: Attention, { inactivityMs }: AttentionTimes): number {
  return attention.state === 'present' ? attention.since + inactivityMs : attention.endsAt;
}

/** What the clock says at `now`: `gone` when the countdown is over. */
export function attentionAt(attention: Attention, now: number, times: AttentionTimes): Attention | 'gone' {
  if (now < attentionDue(attention, times)) return attention;
  return attention.state === 'present' ? warned(now, times) : 'gone';
}
