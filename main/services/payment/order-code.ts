// Order codes for the gateway: whole numbers below 2^53 that two kiosks of one agency never make alike. The moment to the
// second in Vietnam and four random digits: 2611241530071234 for 24/11/2026 15:30:07.

import { isoMoment } from '../../domain/calendar/vietnam-time.ts';
import type { Random } from '../ports.ts';

export function newOrderCode(now: number, random: Random): number {
  const bytes = random(2);
  const chance = String((bytes[0]! * 256 + bytes[1]!) % 10_000).padStart(4, '0');
  return Number(isoMoment(now).replace(/\D/g, '').slice(2, 14) + chance);
}
