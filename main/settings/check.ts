// Checks settings whole: the schema, and what a schema cannot say.

import { checkDossierCodeTemplate, checkMachine, templateOf } from '../domain/dossier/dossier-code.ts';
import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { problemsOf } from './problems.ts';
import type { SettingsProblem } from './problems.ts';
import { settingsSchema } from './schema.ts';
import type { Settings } from './schema.ts';

export function checkSettings(value: unknown): Result<Settings, readonly SettingsProblem[]> {
  const parsed = settingsSchema.safeParse(value);
  if (!parsed.success) return err(problemsOf(parsed.error.issues, value));
  const problems = [...templateProblems(parsed.data), ...machineProblems(parsed.data), ...officerProblems(parsed.data), ...transferProblems(parsed.data)];
  return problems.length === 0 ? ok(parsed.data) : err(problems);
}

function templateProblems(settings: Settings): SettingsProblem[] {
  const checked = checkDossierCodeTemplate(templateOf(settings.unit.dossierCode, settings.unit.machine || 'A'));
  if (checked.ok) return [];
  return [
    {
      path: 'unit.dossierCode',
      reason: `not a template of codes / mẫu mã hồ sơ không hợp lệ: ${checked.error.detail ?? ''}`,
    },
  ];
}

/** Two machines that count by themselves must not give the same code. */
function machineProblems({ unit }: Settings): SettingsProblem[] {
  const checked = checkMachine(unit.dossierCode, unit.machines, unit.machine);
  if (checked.ok) return [];
  return checked.error.code === 'notInTemplate'
    ? [{ path: 'unit.dossierCode', reason: 'several machines: needs {machine} / nhiều máy: mẫu phải có {machine}' }]
    : [{ path: 'unit.machine', reason: 'several machines: each needs its own mark / nhiều máy: mỗi máy một ký hiệu riêng' }];
}

function officerProblems(settings: Settings): SettingsProblem[] {
  const ids = settings.accounts.officers.map((officer) => officer.id);
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [{ path: `accounts.officers.${index}.id`, reason: 'another officer has this id / trùng mã cán bộ' }],
  );
}

/** A transfer is confirmed in the officer's window, which only a counter has. */
function transferProblems({ gateway, counter }: Settings): SettingsProblem[] {
  if (gateway.kind !== 'bankTransfer' || counter.mode === 'counter') return [];
  return [
    {
      path: 'gateway.kind',
      reason: 'bankTransfer needs an officer: counter.mode must be counter / chuyển khoản cần cán bộ xác nhận: counter.mode phải là counter',
    },
  ];
}
