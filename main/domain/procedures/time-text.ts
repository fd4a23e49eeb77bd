// A time rule in words, for the slip and the screen.

import type { Translated } from '../fees/fee.ts';
import { unreachable } from '../result.ts';
import type { TimeRule } from './procedure.ts';

export function timeText(time: TimeRule): Translated {
  switch (time.kind) {
    case 'sameDay':
      return {
        vi: `Trong ngày; nhận sau ${time.cutOff} thì trả trong ngày làm việc tiếp theo`,
        en: `The same day; if received after ${time.cutOff}, the next working day`,
      };
    case 'workingDays':
      return { vi: `${time.days} ngày làm việc`, en: `${time.days} working ${time.days === 1 ? 'day' : 'days'}` };
    case 'workingHours':
      return { vi: `${time.hours} giờ làm việc`, en: `${time.hours} working ${time.hours === 1 ? 'hour' : 'hours'}` };
    case 'unknown':
      return { vi: 'Xin hỏi cán bộ', en: 'Please ask the officer' };
    default:
      return unreachable(time);
  }
}
